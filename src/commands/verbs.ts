import { type Args } from '../ops/arg';
import { choice } from '../ops/args/choice';
import { tenant } from '../ops/args/name';
import { text } from '../ops/args/text';
import type { Declared } from './declared';
import { request } from './request-arg';

/* The bot's own verbs: what can be said about requests and the bot. What they do is wired elsewhere. */

function defineVerb<A extends Args>(verb: Declared<A>): Declared<A> {
  return verb;
}

const why = { label: 'Reason', hint: 'one sentence; it is kept with the request' } as const;
/** Why a person does it: one sentence, which everybody reads. */
export const reason = text({ max: 500 }, why);

export const help = defineVerb({
  name: 'help',
  summary: 'Show what you can do here, or how one command works',
  args: {
    topic: text({ max: 60 }, { label: 'Topic', hint: 'a command or a noun', optional: true }),
  },
  bare: 'topic',
  examples: ['help', 'help add-s2s'],
});

export const approve = defineVerb({
  name: 'approve',
  summary: 'Vote for a change request',
  args: { request: request() },
  bare: 'request',
  examples: ['approve CR-1042'],
});

export const deny = defineVerb({
  name: 'deny',
  summary: 'Refuse a change request',
  args: { request: request(), because: reason },
  bare: 'request',
  examples: [
    'deny CR-1042 because the far end is not ready',
    'deny CR-1042 because="the far end is not ready"',
  ],
});

export const withdraw = defineVerb({
  name: 'withdraw',
  summary: 'Take your own vote back',
  args: { request: request() },
  bare: 'request',
  examples: ['withdraw CR-1042'],
});

export const cancel = defineVerb({
  name: 'cancel',
  summary: 'Stop a change request; what already ran is undone',
  args: { request: request() },
  bare: 'request',
  examples: ['cancel CR-1042'],
});

export const keep = defineVerb({
  name: 'keep',
  summary: 'Keep a change that works, before it undoes itself',
  args: {
    request: request(),
    because: text(
      { max: 500 },
      { ...why, hint: 'needed while the far end is still down', optional: true },
    ),
  },
  bare: 'request',
  examples: ['keep CR-1042', 'keep CR-1042 because="the far end follows on Monday"'],
});

export const undo = defineVerb({
  name: 'undo',
  summary: 'Take a change back',
  args: { request: request() },
  bare: 'request',
  examples: ['undo CR-1042'],
});

export const showRequest = defineVerb({
  name: 'show-request',
  summary: 'Show one change request: its plan, its votes, how it stands',
  args: { request: request() },
  bare: 'request',
  examples: ['show-request CR-1042'],
});

export const listRequests = defineVerb({
  name: 'list-requests',
  summary: 'List the change requests that are open',
  args: {},
  examples: ['list-requests'],
});

export const history = defineVerb({
  name: 'history',
  summary: 'Show who did what, for a tenant or for one request',
  args: { request: request({ optional: true }), tenant: tenant({ optional: true }) },
  bare: 'request',
  examples: ['history tenant=contoso', 'history CR-1042'],
});

export const planAgain = defineVerb({
  name: 'plan-again',
  summary: 'Ask for the same change anew, planned from how the gateway is now',
  args: { request: request() },
  bare: 'request',
  examples: ['plan-again CR-1042'],
});

export const resolve = defineVerb({
  name: 'resolve',
  summary: 'Say how a stuck or unknown change ends, after a reading',
  args: {
    request: request(),
    as: choice(['applied', 'not-applied', 'undo', 'close'], { label: 'It is' }),
    because: reason,
  },
  bare: 'request',
  examples: ['resolve CR-1042 as=applied because="read on the gateway: the tunnel is there"'],
});

export const check = defineVerb({
  name: 'check',
  summary: 'Read the gateway now and compare it with the change',
  args: { request: request() },
  bare: 'request',
  examples: ['check CR-1042'],
});

export const digest = defineVerb({
  name: 'digest',
  summary: 'Show the digest of this channel as it is now: what is not well, and what waits',
  args: {
    when: choice(['now'], {
      label: 'When',
      hint: 'now; the channel has its own times',
      optional: true,
    }),
  },
  bare: 'when',
  examples: ['digest now'],
});

export const auditVerify = defineVerb({
  name: 'audit-verify',
  summary: 'Prove that nobody changed the audit trail',
  args: {},
  examples: ['audit-verify'],
});

/** In the order of the help. */
export const verbs: readonly Declared[] = [
  help,
  listRequests,
  showRequest,
  approve,
  deny,
  withdraw,
  cancel,
  keep,
  undo,
  planAgain,
  check,
  resolve,
  history,
  digest,
  auditVerify,
];
