import { type ChangeRequest, isFinal, type RequestState } from '../../approvals/request';
import type { Changes } from '../health/missed';
import { stateLabel } from '../messages/state-label';
import type { Records } from './parts';

/** So far back the newest requests are looked at. */
const recentOnes = 40;
/** Between the end of a change and the last probe that met what it took away, in milliseconds. */
const slackMs = 5 * 60_000;
/** A change is mentioned beside an outage for so long after it ended, in milliseconds. */
const mentionedForMs = 3_600_000;

const atWork: ReadonlySet<RequestState> = new Set(['applying', 'verifying', 'undoing']);
const onGateway: ReadonlySet<RequestState> = new Set([
  ...atWork,
  'unconfirmed',
  'kept',
  'undone',
  'stuck',
  'unknown',
  'closed',
]);

export interface KnownChanges extends Changes {
  /** The newest change that touched the thing of that name lately, in a few words. */
  lastOn(name: string, now: number): string | undefined;
}

/** What the bot's own changes on a gateway explain of what is seen there. */
export async function knownChanges(parts: Records, gateway: string): Promise<KnownChanges> {
  const [open, recent] = await Promise.all([parts.store.open(), parts.store.recent(recentOnes)]);
  const all = new Map([...recent, ...open].map((request) => [request.id, request]));
  const here = [...all.values()]
    .filter((request) => request.gateway === gateway && request.startedRun > 0)
    .toSorted((a, b) => b.stateSince - a.stateSince);
  return {
    isAtWork: (name) =>
      here.some((one) => atWork.has(one.state) && namesIn(one).has(name.toLowerCase())),
    explains: (name, metAt) =>
      here.some(
        (one) =>
          onGateway.has(one.state) &&
          absentNames(one).has(name.toLowerCase()) &&
          (!isFinal(one.state) || one.stateSince >= metAt - slackMs),
      ),
    lastOn: (name, now) => {
      const found = here.find(
        (one) =>
          onGateway.has(one.state) &&
          namesIn(one).has(name.toLowerCase()) &&
          now - one.stateSince < mentionedForMs,
      );
      return found && `after ${found.id} (${stateLabel(found.state).toLowerCase()}): ${found.line}`;
    },
  };
}

/** `tunnel contoso-hq` is about contoso-hq, in whatever case the gateway prints it. */
function nameIn(key: string): string {
  return (key.split(' ').at(-1) ?? key).toLowerCase();
}

function namesIn({ plan }: ChangeRequest): Set<string> {
  return new Set(Object.keys({ ...plan?.before, ...plan?.after }).map(nameIn));
}

/** What is not there before the change, or not after it. */
function absentNames({ plan }: ChangeRequest): Set<string> {
  const states = [plan?.before ?? {}, plan?.after ?? {}];
  return new Set(
    states.flatMap((state) =>
      Object.entries(state).flatMap(([key, settings]) => (settings === null ? [nameIn(key)] : [])),
    ),
  );
}
