import { createHash } from 'node:crypto';

/** made: by the bot, for this change. given: typed in a form. kept: set by an earlier change, still sealed. */
export type SecretOrigin = 'made' | 'given' | 'kept';

/** A secret by reference. The value lives in the vault and is opened only beside the cmdlet. */
export interface SecretRef {
  secret: string;
  origin?: SecretOrigin;
}

/** What a cmdlet parameter may hold: plain data, never script text. */
export type ParameterValue =
  | string
  | number
  | boolean
  | null
  | SecretRef
  | ParameterValue[]
  | { [key: string]: ParameterValue };

/** One cmdlet call as data: what is shown, approved, hashed, run and audited is this same object. */
export interface Step {
  /** The machine that runs it: a gateway or one of its Hyper-V hosts, by inventory name. */
  target: string;
  cmdlet: string;
  parameters: Record<string, ParameterValue>;
  /** One sentence for the approver. */
  because: string;
}

/** A step with the way back, and what the gateway reads like once it has run. */
export interface PlannedStep extends Step {
  /** Run in this order to take this one step back. Empty when the plan is irreversible. */
  undo: Step[];
  /** The whole observed state after this step: recovery compares a reading with it. */
  leaves: State;
}

/**
 * Objects by name ("tunnel contoso-hq"), each with its settings by name, or null when it does not exist.
 * Only what the change concerns: no counters, no connection state (unless that is the change), no other tenant.
 */
export type State = Record<string, Settings | null>;
export type Settings = Record<string, string | number | boolean | string[]>;

export interface BlastRadius {
  tenants: string[];
  tunnels: string[];
  /** Sessions (tunnels, users, peers) that are up now and would drop. */
  sessions: number;
  prefixes: string[];
}

export type Risk = 'none' | 'tenant' | 'gateway';

/** What an operation returns from reading the gateway: everything but the seal on it. */
export interface DraftPlan {
  before: State;
  after: State;
  steps: PlannedStep[];
  touches: BlastRadius;
  /** Further readings that the plan depends on; if they move, the votes are void. */
  basis: State;
  /** Readings that count as another one: what a gateway goes through by itself is nobody's change. */
  alike?: { reads: State; as: State }[];
  /** What is asked for is under way already, said in a sentence: it is planned once that has ended. */
  underWay?: string;
  /** Sentences for the card: what to know before voting. */
  notes: string[];
  /** Why this cannot be taken back. Then there is no automatic undo. */
  irreversible?: string;
}

export interface Plan extends DraftPlan {
  gateway: string;
  /** SHA-256 over the canonical line, the tenants, the steps with their undo, and the readings. Votes are bound to it. */
  fingerprint: string;
}

/** Seal a draft. `line` is the canonical line that the person sees. */
export function sealPlan(draft: DraftPlan, gateway: string, line: string): Plan {
  const { steps, before, after, basis } = draft;
  const irreversible = draft.irreversible ?? null;
  // Whose company it touches decides who must vote, so a vote is bound to that too.
  const tenants = [...new Set(draft.touches.tenants)].toSorted();
  const bound = { line, gateway, tenants, steps, before, after, basis, irreversible };
  const fingerprint = createHash('sha256').update(canonicalJson(bound)).digest('hex');
  return { ...draft, gateway, fingerprint };
}

/** Whether a plan is the one that its fingerprint was made over: what votes are bound to is what runs. */
export function isAsSealed(plan: Plan, gateway: string, line: string): boolean {
  return plan.gateway === gateway && sealPlan(plan, gateway, line).fingerprint === plan.fingerprint;
}

/** The undo of the first `done` steps, newest first: a saga's way back. */
export function undoSteps(plan: Plan, done: number): Step[] {
  return plan.steps
    .slice(0, done)
    .reverse()
    .flatMap((step) => step.undo);
}

/** JSON with sorted keys, so that equal data has equal text on every machine. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, held]) => held !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, held]) => `${JSON.stringify(key)}:${canonicalJson(held)}`);
  return `{${entries.join(',')}}`;
}

/** By content: in which order objects and settings were read does not matter, the order inside a list does. */
export function sameState(a: State, b: State): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
