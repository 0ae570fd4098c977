import type { ChangeRequest } from '../../approvals/request';
import { RefusedError, UserError } from '../errors';
import type { Message } from '../message';
import { auditVerdict } from '../messages/audit-verdict';
import { historyMessage, requestList } from '../messages/lists';
import { keyOffer } from '../messages/replies';
import { keyIsOffered } from '../messages/request-buttons';
import { requestCard } from '../messages/request-card';
import { sentences } from '../messages/sentences';
import { stateLabel } from '../messages/state-label';
import { auditRefusal } from '../workflow/audit-refusal';
import { scopeOf } from '../workflow/audience';
import { otherPlaces, requireKnown, requireReader } from '../workflow/authorize';
import { makeDigest } from '../watching/digests';
import { findOperation, operationOf } from '../workflow/operations';
import { isWithin, reachIn } from '../workflow/reach';
import {
  askUndo,
  cancel,
  keep,
  requireSteer,
  type Settlement,
  settleByPerson,
} from '../workflow/steer';
import { secretsOf, textsOf } from '../workflow/submit';
import { OutdatedError } from '../workflow/move';
import { vote, withdraw } from '../workflow/vote';
import type { Heard } from './heard';
import { go } from './on-operation';
import { openForm } from './open-form';
import { receiptFor } from './receipt';
import { sayWhereAsked } from './say-where-asked';

type Words = Record<string, string>;
type Said = string | Message | undefined;

/** What each verb and button does. `undefined`: the card and its thread say it. */
const acts: Record<string, (heard: Heard, words: Words) => Promise<Said>> = {
  approve: (heard, words) => ballot(heard, words, 'approve'),
  deny: (heard, words) => ballot(heard, words, 'deny'),
  withdraw: (heard, words) =>
    on(heard, words, (request) => withdraw(heard.parts, request, heard.person.id)),
  cancel: (heard, words) =>
    on(heard, words, (request) => cancel(heard.parts, request, heard.person.id)),
  keep: (heard, words) =>
    on(heard, words, (request) => keep(heard.parts, request, heard.person.id, words['because'])),
  undo,
  check: async (heard, words) => {
    const request = await find(heard, words);
    requireSteer(heard.parts, request, heard.person.id);
    if (!['stuck', 'unknown', 'verifying', 'unconfirmed'].includes(request.state)) {
      const state = stateLabel(request.state).toLowerCase();
      throw new UserError(`${request.id} is ${state}: there is nothing to check.`);
    }
    await heard.parts.queue.enqueuePlan(request.gateway, request.id);
    return sentences.readsAgain(request);
  },
  resolve: (heard, words) => settle(heard, words, settlements[words['as'] ?? ''] ?? 'close'),
  verify: (heard, words) => settle(heard, words, 'verify'),
  'run-again': (heard, words) => settle(heard, words, 'run-again'),
  close: (heard, words) => settle(heard, words, 'close'),
  key: offerKey,
  'plan-again': planAgain,
  'show-request': async (heard, words) => {
    const request = await find(heard, words);
    return requestCard(request, { people: heard.parts.people, open: isOpen(heard) });
  },
  'list-requests': async (heard) => {
    requireKnown(heard.parts, heard.person);
    return requestList(within(heard, await heard.parts.store.open()), heard.parts.clock.now());
  },
  history,
  digest,
  'audit-verify': async (heard) => {
    requireAll(heard, 'The audit trail');
    return auditVerdict(await heard.parts.audit.verify());
  },
};

const settlements: Record<string, Settlement> = {
  applied: 'verify',
  'not-applied': 'run-again',
  undo: 'undo',
  close: 'close',
};

/** Run one of the bot's own verbs; a refusal about a request is audited. @throws UserError with what is in the way */
export async function perform(heard: Heard, verb: string, words: Words): Promise<Said> {
  const act = Object.hasOwn(acts, verb) ? acts[verb] : undefined;
  if (act === undefined) {
    throw new UserError(
      'That button is from another version of the bot. Type the command instead.',
    );
  }
  const { parts, person, where } = heard;
  const { request } = words;
  if (request === undefined) return act(heard, words);
  const asked = { by: person.id, chat: where.chat, line: `${verb} ${request}`, request };
  return auditRefusal(parts, asked, () => act(heard, words));
}

async function find(heard: Heard, words: Words): Promise<ChangeRequest> {
  const id = words['request'] ?? '';
  const request = await heard.parts.store.get(id);
  if (request !== undefined && isWithin(heard.parts, request, heard)) return request;
  requireKnown(heard.parts, heard.person);
  const none = `There is no request ${id} here. list-requests shows the open ones.`;
  if (request === undefined) throw new UserError(none, ['list-requests']);
  throw new RefusedError('reader-group', none);
}

function within(heard: Heard, requests: ChangeRequest[]): ChangeRequest[] {
  return requests.filter((request) => isWithin(heard.parts, request, heard));
}

/** May all tenants be spoken of to this person here? */
function isOpen({ parts, person, where }: Heard): boolean {
  return reachIn(parts, person, where) === 'all';
}

/** What is of all tenants is for those alone who may read of all, and not in a tenant's channel. */
function requireAll(heard: Heard, what: string): void {
  if (isOpen(heard)) return;
  requireReader(heard.parts, heard.person, undefined);
  const places = otherPlaces(heard.parts).join(' or ');
  throw new RefusedError(
    'channel',
    `${what} speaks of all tenants: ask in ${places}, or directly.`,
  );
}

async function on(
  heard: Heard,
  words: Words,
  act: (request: ChangeRequest) => Promise<ChangeRequest>,
  receipt = sentences.orderTaken,
): Promise<string | undefined> {
  let request = await find(heard, words);
  // Somebody else was faster: look at how it stands now, and try or refuse by that.
  for (let tries = 0; tries < 5; tries++) {
    try {
      return await receiptFor(heard, await act(request), receipt);
    } catch (error) {
      if (!(error instanceof OutdatedError)) throw error;
      request = error.current;
    }
  }
  throw new UserError(`${request.id} is moving too fast just now; look at its card and try again.`);
}

function ballot(heard: Heard, words: Words, choice: 'approve' | 'deny'): Promise<Said> {
  const cast = (request: ChangeRequest) =>
    vote(heard.parts, request, {
      person: heard.person.id,
      chat: heard.where.chat,
      choice,
      // Typed votes are for the plan as it stands; a pressed one is for the plan on that card.
      fingerprint: words['fingerprint'] ?? request.plan?.fingerprint ?? '',
      ...(words['because'] === undefined ? {} : { reason: words['because'] }),
    });
  return on(heard, words, cast, sentences.voteCounted);
}

function settle(heard: Heard, words: Words, as: Settlement): Promise<Said> {
  return on(heard, words, (request) =>
    settleByPerson(heard.parts, request, heard.person.id, as, words['because']),
  );
}

async function offerKey(heard: Heard, words: Words): Promise<Message> {
  const request = await find(heard, words);
  if (request.generatedKey === undefined || !keyIsOffered(request)) {
    throw new UserError(`${request.id} has no key to fetch now.`);
  }
  if (heard.person.id !== request.requester) {
    throw new RefusedError(
      'own-key',
      `Only ${request.requester}, who asked for ${request.id}, can fetch its key.`,
    );
  }
  const { secret } = request.generatedKey;
  return keyOffer(await heard.parts.offerKey(request, secret, heard.person.id));
}

/** Before Keep the change takes itself back; after it, going back is a change of its own. */
async function undo(heard: Heard, words: Words): Promise<Said> {
  const request = await find(heard, words);
  if (request.state !== 'kept') {
    return on(heard, words, (newest) => askUndo(heard.parts, newest, heard.person.id));
  }
  const operation = operationOf(heard.parts, request);
  const way = request.plan && operation.inverse?.(request.args, request.plan);
  const back = way && findOperation(heard.parts, way.operation);
  if (way === undefined || back === undefined) {
    throw new UserError(
      `${request.operation} has no way back that could be said in one line here. Ask for what you want instead.`,
    );
  }
  const follows = { id: request.id, as: 'undo' as const };
  await go(heard, back, way.texts, {}, { follows, carried: keysInUse(request) });
  return undefined;
}

/**
 * What is put back has the key that it had, as the card of the removal said. One that the bot made for an undo that
 * never ran is on no gateway: whoever asks now gets a key that can be fetched.
 */
function keysInUse(request: ChangeRequest): ReturnType<typeof secretsOf> {
  const refs = Object.entries(secretsOf(request));
  return Object.fromEntries(refs.filter(([, ref]) => ref.origin !== 'made'));
}

async function planAgain(heard: Heard, words: Words): Promise<undefined> {
  const request = await find(heard, words);
  const operation = findOperation(heard.parts, request.operation);
  if (operation === undefined) {
    throw new UserError(`${request.operation} is not in this version of the bot.`);
  }
  const texts = textsOf(operation, request);
  const typed = Object.values(secretsOf(request)).some((ref) => ref.origin === 'given');
  if (typed) {
    const intro = `A key was typed for ${request.id}. Type it again, or leave it empty and the bot makes one:`;
    await openForm(heard, operation, texts, intro);
    return undefined;
  }
  const follows = { id: request.id, as: 'plan-again' as const };
  await go(heard, operation, texts, {}, { follows, carried: {} });
  return undefined;
}

async function history(heard: Heard, words: Words): Promise<Message> {
  const id = words['request'];
  if (id !== undefined) {
    await find(heard, words);
    const entries = await heard.parts.audit.read({ request: id, limit: 50 });
    return historyMessage(`History of ${id}`, entries, isOpen(heard));
  }
  requireKnown(heard.parts, heard.person);
  const recent = within(heard, await heard.parts.store.recent(100));
  const own = recent.filter((request) => !words['tenant'] || request.tenant === words['tenant']);
  return requestList(
    own.slice(0, 20),
    heard.parts.clock.now(),
    `Changes of ${words['tenant'] ?? (isOpen(heard) ? 'all tenants' : 'the tenants that you may read of')}`,
  );
}

/** What the channel's digest would say now; the next one still tells all since the last that came by itself. */
async function digest(heard: Heard): Promise<undefined> {
  const { parts, person, where } = heard;
  const channel = parts.channels.nameOf(where);
  const scope = channel === undefined ? { tenant: undefined } : scopeOf(parts, channel);
  if (scope === undefined) {
    throw new UserError(
      `#${channel} has no tenant. Ask in its channel, or where all are spoken of.`,
    );
  }
  requireReader(parts, person, scope.tenant);
  const last = channel === undefined ? undefined : await parts.health.lastDigest(channel);
  const message = await makeDigest(parts, scope, last);
  await sayWhereAsked(heard, message, { about: 'digest', line: 'digest now' });
  return undefined;
}
