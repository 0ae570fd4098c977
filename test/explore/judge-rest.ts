import { spoken } from '../../src/said';
import { type ChangeRequest, isFinal } from '../../approvals/request';
import type { Installation } from './installation';
import type { ThingsArgs } from './things';
import type { RunWatch } from './watch-run';

/** A request that only a person can move on, or that waits for one which does. */
export function awaitsPerson(request: ChangeRequest, all: readonly ChangeRequest[]): boolean {
  if (request.state === 'stuck' || request.state === 'unknown') return true;
  return (
    request.state === 'approved' &&
    all.some(
      (other) =>
        other.id !== request.id && other.tenant === request.tenant && awaitsPerson(other, []),
    )
  );
}

/** What is on the gateway of a request, in truth. */
function truthOf({ machine }: Installation, request: ChangeRequest) {
  const { things } = request.args as unknown as ThingsArgs;
  const there = things.filter((thing) => machine.has(thing)).length;
  if (there === 0) return 'not-applied';
  return there === things.length ? 'applied' : 'half';
}

/** What records say must be so, once nothing moves any more. */
export function judgeRecords(installation: Installation, watch: RunWatch): void {
  for (const request of installation.records.values()) {
    const truth = truthOf(installation, request);
    const { state, found, id } = request;
    const claims = claimOf(request);
    if (claims !== undefined && claims !== truth && !isAnothersDoing(installation, request)) {
      watch.breach(
        'the record is true to the gateway',
        `${id} is ${state} (${found ?? ''}), and on the gateway it is ${truth}`,
      );
    }
    if (!watch.knownOf(id).touched && !watch.knownOf(id).steered)
      judgeQuiet(installation, request, watch);
  }
}

/** It never ran, and somebody asked for the same again: what is there is of that one. */
function isAnothersDoing({ records }: Installation, request: ChangeRequest): boolean {
  const wish = JSON.stringify(request.args);
  return (
    request.startedRun === 0 &&
    [...records.values()].some((one) => one.startedRun > 0 && JSON.stringify(one.args) === wish)
  );
}

function claimOf({ state, found, startedRun }: ChangeRequest): string | undefined {
  if (state === 'kept' || state === 'unconfirmed') return 'applied';
  if (state === 'stuck' || state === 'unknown')
    return found === 'foreign' || found === 'unreadable' ? undefined : found;
  // Closed by a person it is as the person left it.
  if (state === 'closed' && startedRun > 0) return undefined;
  return isFinal(state) ? 'not-applied' : undefined;
}

/** A request that met no fault of its own ends as it would have alone. */
function judgeQuiet(installation: Installation, request: ChangeRequest, watch: RunWatch): void {
  const { scenario, intents, machine } = installation;
  const open = intents.openOn(machine.name);
  if (open?.request === request.id) {
    watch.breach(
      'a machine is given back',
      `${machine.name} is taken for step ${open.step} of ${request.id}, which is ${request.state}`,
    );
  }
  const { things } = request.args as unknown as ThingsArgs;
  const wish = scenario.wishes.find((one) => JSON.stringify(one.things) === JSON.stringify(things));
  const expected = wish?.keep === false ? 'undone' : 'kept';
  if (isFinal(request.state) && request.state !== expected) {
    watch.breach(
      'nobody else is touched',
      `${request.id} met no fault, and is ${request.state} and not ${expected}: ${request.because}`,
    );
  }
}

/** Whether each chat shows each request as it stands, and its story in the thread. */
export function judgeStories({ records, chats }: Installation, watch: RunWatch): void {
  for (const request of records.values()) {
    for (const chat of Object.values(chats)) {
      const posted = chat.posted();
      const cards = posted.filter(({ key }) => key.startsWith(`${request.id}/card/`));
      const card = cards[0];
      const thread = posted.filter(({ place }) => place.thread === card?.ref.id);
      const told = thread.map(({ message }) => message.summary);
      // It is asked in an operations channel, where all tenants may be spoken of.
      const story = request.timeline.map((entry) => spoken(entry, true));
      const where = `${request.id} in ${chat.name}`;
      if (cards.length !== 1) {
        watch.breach('the story is told once, in order', `${where} has ${cards.length} cards`);
      } else if (
        told.length !== story.length ||
        told.some((line, i) => !line.includes(story[i] ?? ''))
      ) {
        watch.breach(
          'the story is told once, in order',
          `${where}: ${JSON.stringify(told)} for ${JSON.stringify(story)}`,
        );
      } else if (
        !JSON.stringify(card?.message).includes(JSON.stringify(whyOf(request)).slice(1, -1))
      ) {
        watch.breach('the story is told once, in order', `the card of ${where} is behind`);
      }
    }
  }
}

export async function judgeAudit(installation: Installation, watch: RunWatch): Promise<void> {
  const { ok, problem } = await installation.audit.verify();
  if (!ok) watch.breach('the audit log verifies', problem?.sentence ?? '');
  for (const { id, version } of installation.records.values()) {
    const entries = await installation.audit.read({ request: id });
    const writes = entries.filter(({ action }) => action !== 'vote.refused');
    if (writes.length !== version) {
      watch.breach(
        'the audit log verifies',
        `${id} is at version ${version}, and has ${writes.length} entries`,
      );
    }
  }
}

function whyOf({ because, words }: ChangeRequest): string {
  return spoken({ sentence: because, words }, true);
}
