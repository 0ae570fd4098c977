import type { SecretRef } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { choice } from '../messages/replies';
import { sentences } from '../messages/sentences';
import { notServed, RefusedError, UserError } from '../errors';
import type { Operation, StoredArgs } from '../ops/operation';
import type { Completion, ReadAnswer, ReadJob } from '../ports/queue';
import { aboutOf } from '../workflow/about';
import { auditRefusal } from '../workflow/audit-refusal';
import {
  refusedEverywhere,
  requireChannel,
  requireKnown,
  requireRequester,
} from '../workflow/authorize';
import { gatewayOf, submit } from '../workflow/submit';
import { canonicalLine } from './canonical-line';
import type { Heard } from './heard';
import { openForm } from './open-form';
import { parseArgs } from './parse-args';
import { requireSeen } from './require-seen';
import { inventoryHere } from './read-here';
import { sayWhereAsked } from './say-where-asked';
import { seenAtOnce } from './seen-at-once';
import { unknownChannel } from './unknown-channel';

type Texts = Record<string, string>;

/** Readings that a person waits for, in milliseconds. */
const patienceMs = 25_000;

/** From the words of a line to an answer, a plan, a choice or a form. */
export async function askFor(
  heard: Heard,
  operation: Operation,
  given: Texts,
  missing: string[],
  secrets: Texts = {},
): Promise<void> {
  const tenantMissing = missing.includes('tenant');
  if (operation.completing === undefined || tenantMissing) {
    if (missing.length === 0) return go(heard, operation, given, secrets);
    await audited(heard, operation, given, () => authorizeSomewhere(heard, operation, given));
    if (operation.kind === 'change') await requireSeen(heard);
    return openForm(heard, operation, given, `Still needed: ${missing.join(', ')}.`);
  }
  const gateway = gatewayHere(heard, operation, given);
  await audited(heard, operation, given, () => authorize(heard, operation, given, gateway));
  if (operation.kind === 'change') await requireSeen(heard);
  const completion = await complete(heard, operation, gateway, given);
  switch (completion.kind) {
    case 'ready':
      return go(heard, operation, completion.args, secrets);
    case 'choose':
      return heard.answer.say(choice(completion.question, options(operation, completion)));
    case 'ask':
      return openForm(heard, operation, completion.args, completion.because);
  }
}

/** Everything is known: a query is answered where it was asked, a change becomes a request. */
export async function go(
  heard: Heard,
  operation: Operation,
  texts: Texts,
  secrets: Texts,
  former?: { follows: ChangeRequest['follows']; carried: Record<string, SecretRef> },
): Promise<void> {
  const { parts, person, where } = heard;
  if (operation.kind === 'change') {
    const line = canonicalLine(operation.name, operation.args, texts);
    await requireSeen(heard);
    await audited(heard, operation, texts, () =>
      submit(parts, {
        operation,
        line,
        texts,
        parse: (refs) => plainValues(parseArgs(operation.args, texts, refs)),
        secrets: { typed: secrets, carried: former?.carried ?? {} },
        person,
        where,
        ...(former?.follows === undefined ? {} : { follows: former.follows }),
      }),
    );
    return;
  }
  const gateway = gatewayHere(heard, operation, texts);
  authorize(heard, operation, texts, gateway);
  const args = plainValues(parseArgs(operation.args, texts));
  const job: ReadJob = { kind: 'query', gateway, operation: operation.name, args };
  const reply = await ask(heard, job);
  if (reply.kind !== 'message') throw new Error(`${operation.name} gave no message.`);
  const line = canonicalLine(operation.name, operation.args, texts);
  await sayWhereAsked(heard, reply.message, { about: gateway, line });
}

function options(operation: Operation, completion: Completion & { kind: 'choose' }) {
  return completion.options.map((option) => {
    const texts = { ...completion.args, [completion.arg]: option };
    return { label: option, line: canonicalLine(operation.name, operation.args, texts) };
  });
}

/** Where the words and the inventory say enough, no worker is asked; that there is one is looked at all the same. */
async function complete(
  heard: Heard,
  operation: Operation,
  gateway: string,
  texts: Texts,
): Promise<Completion> {
  const { parts } = heard;
  const tenant = texts['tenant'];
  const about = aboutOf(parts.inventory, { gateway, tenant });
  if (operation.completing?.reads(texts, about) === undefined) {
    if ((await parts.queue.servedBy(gateway)) === 0) throw notServed(gateway);
    return (
      operation.completing?.complete(texts, undefined, about) ?? { kind: 'ready', args: texts }
    );
  }
  const reply = await ask(heard, {
    kind: 'complete',
    gateway,
    operation: operation.name,
    tenant,
    texts,
  });
  if (reply.kind !== 'completion') throw new Error(`${operation.name} gave no completion.`);
  return reply.completion;
}

async function ask(heard: Heard, job: ReadJob): Promise<ReadAnswer> {
  const { queue } = heard.parts;
  const reply = await seenAtOnce(
    heard,
    sentences.reading(job.gateway),
    queue.ask(job.gateway, job, patienceMs),
  );
  if (reply.kind === 'refused') throw new UserError(reply, reply.suggestions);
  return reply;
}

function gatewayHere(heard: Heard, operation: Operation, texts: Texts): string {
  return gatewayOf({ inventory: inventoryHere(heard) }, operation, texts);
}

function authorize(heard: Heard, operation: Operation, texts: Texts, gateway: string): void {
  const tenant = texts['tenant'];
  requireRequester(heard.parts, heard.person, operation, { tenant, gateway });
  requireChannel(heard.parts, heard.where, operation, tenant, unknownChannel(heard));
}

/** A question that is refused is no request: only changes are written down. */
function audited<T>(
  { parts, person, where }: Heard,
  operation: Operation,
  texts: Texts,
  work: () => T | Promise<T>,
): Promise<T> | T {
  if (operation.kind === 'query') return work();
  const line = canonicalLine(operation.name, operation.args, texts);
  return auditRefusal(parts, { by: person.id, chat: where.chat, line }, work);
}

/** Before a form, when no tenant is known yet: whoever may do this nowhere is told so now. */
function authorizeSomewhere(heard: Heard, operation: Operation, texts: Texts): void {
  if (texts['tenant'] !== undefined || texts['gateway'] !== undefined) {
    return authorize(heard, operation, texts, gatewayHere(heard, operation, texts));
  }
  if (operation.kind === 'query') return requireKnown(heard.parts, heard.person);
  const refused = refusedEverywhere(heard.parts, heard.person, operation);
  if (refused !== undefined) throw new RefusedError(refused.rule, refused.sentence);
  // Nobody fills in a form for what is refused in this place whatever they say.
  requireChannel(heard.parts, heard.where, operation, undefined, unknownChannel(heard));
}

/** Values that are not there are left out: what is stored and sent is plain data. */
function plainValues(values: Record<string, unknown>): StoredArgs {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as StoredArgs;
}
