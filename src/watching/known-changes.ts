import type { Settings, State } from '../../approvals/plan';
import { type ChangeRequest, isFinal, type RequestState } from '../../approvals/request';
import type { Changes } from '../health/missed';
import type { Verdict } from '../ports/health';
import { stateLabel } from '../messages/state-label';
import { peerKey } from '../ops/bgp/settings';
import { sameName } from '../ops/same-name';
import { tunnelKey } from '../ops/s2s/state';
import type { Records } from '../workflow/parts';

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

/** As it was asked for, and proven. */
const isThere: ReadonlySet<RequestState> = new Set(['unconfirmed', 'kept']);

export interface KnownChanges extends Changes {
  /** The newest change of its own tenant that touched the thing lately, in a few words. */
  lastOn(thing: Verdict, now: number): string | undefined;
}

/** What the bot's own changes on a gateway explain of what is seen there. */
export async function knownChanges(parts: Records, gateway: string): Promise<KnownChanges> {
  const [open, recent] = await Promise.all([parts.store.open(), parts.store.recent(recentOnes)]);
  const all = new Map([...recent, ...open].map((request) => [request.id, request]));
  const here = [...all.values()]
    .filter((request) => request.gateway === gateway && request.startedRun > 0)
    .toSorted((a, b) => b.stateSince - a.stateSince);
  return {
    isAtWork: (thing) => here.some((one) => atWork.has(one.state) && touches(one, thing)),
    explains: (thing, metAt) =>
      here.some(
        (one) =>
          onGateway.has(one.state) &&
          takesAway(one, thing) &&
          (!isFinal(one.state) || one.stateSince >= metAt - slackMs),
      ),
    wantsDown: (thing) => {
      const newest = here.find((one) => onGateway.has(one.state) && touches(one, thing));
      if (newest === undefined) return undefined;
      const wanted = settingsIn(newest, thing, [newest.plan?.after]);
      const isMeant = isThere.has(newest.state) && wanted.some(isDown);
      return isMeant ? { by: newest.id, since: newest.stateSince } : null;
    },
    lastOn: (thing, now) => {
      const found = here.find(
        (one) =>
          onGateway.has(one.state) && touches(one, thing) && now - one.stateSince < mentionedForMs,
      );
      return found && `after ${found.id} (${stateLabel(found.state).toLowerCase()}): ${found.line}`;
    },
  };
}

/** Hung up, or switched off. */
function isDown(settings: Settings | null): boolean {
  return settings?.['connection'] === 'down' || settings?.['enabled'] === false;
}

function touches(request: ChangeRequest, thing: Verdict): boolean {
  const { before, after } = request.plan ?? {};
  return settingsIn(request, thing, [before, after]).length > 0;
}

/** It is not there before the change, or not after it. */
function takesAway(request: ChangeRequest, thing: Verdict): boolean {
  const { before, after } = request.plan ?? {};
  return settingsIn(request, thing, [before, after]).includes(null);
}

/**
 * What a plan says of a thing. A name alone does not say which one: two tenants may have a peer of one name, and a
 * tunnel and a peer may share theirs. The gateway prints names in whatever case.
 */
function settingsIn(
  { tenant }: ChangeRequest,
  thing: Verdict,
  states: readonly (State | undefined)[],
): (Settings | null)[] {
  if (tenant !== thing.tenant) return [];
  const wanted = planKeyOf(thing);
  return states.flatMap((state) =>
    Object.entries(state ?? {}).flatMap(([key, settings]) =>
      wanted !== undefined && sameName(key, wanted) ? [settings] : [],
    ),
  );
}

function planKeyOf({ kind, name }: Verdict): string | undefined {
  if (kind === 'tunnel') return tunnelKey(name);
  return kind === 'peer' ? peerKey(name) : undefined;
}
