/** One request of a scenario: who asks for what, and what people do about it when nothing goes wrong. */
export interface Wish {
  tenant: string;
  things: string[];
  askAfterMs: number;
  /** So long after its plan is shown somebody approves it. */
  voteAfterMs: number;
  /** Whether somebody keeps it, or it is left to take itself back. */
  keep: boolean;
}

/** What is asked, and of which kind of machine. */
export interface Scenario {
  name: string;
  /** The gateway is reached through a session. */
  remote: boolean;
  /** Both workers run on one host, so that each can prove what became of the other's processes. */
  oneHost: boolean;
  wishes: Wish[];
}

const one: Wish = {
  tenant: 'contoso',
  things: ['contoso-a'],
  askAfterMs: 0,
  voteAfterMs: 1_000,
  keep: true,
};

const long = { ...one, things: ['contoso-a', 'contoso-b'] };
const other = { ...long, tenant: 'fabrikam', things: ['fabrikam-a', 'fabrikam-b'] };

/** The first is the one that every single fault is tried on. */
export const scenarios: readonly Scenario[] = [
  { name: 'one request', remote: false, oneHost: true, wishes: [one] },
  { name: 'one request, remote', remote: true, oneHost: false, wishes: [one] },
  { name: 'one request, two steps', remote: false, oneHost: false, wishes: [long] },
  {
    name: 'one that nobody keeps',
    remote: true,
    oneHost: true,
    wishes: [{ ...long, keep: false }],
  },
  {
    name: 'two tenants',
    remote: false,
    oneHost: true,
    wishes: [one, { ...other, askAfterMs: 500 }],
  },
  {
    name: 'two tenants, remote',
    remote: true,
    oneHost: true,
    wishes: [long, { ...other, askAfterMs: 500 }],
  },
  {
    name: 'two tenants, remote, the second votes late',
    remote: true,
    oneHost: false,
    wishes: [long, { ...other, askAfterMs: 500, voteAfterMs: 45_000 }],
  },
  {
    name: 'one tenant, two requests',
    remote: false,
    oneHost: false,
    wishes: [one, { ...one, things: ['contoso-c', 'contoso-d'], askAfterMs: 200, keep: false }],
  },
];
