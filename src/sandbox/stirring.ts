import { type ChangeRequest, holdsWhatItTouches } from '../../approvals/request';
import type { Track, WatchState } from '../ports/health';

/* What of the bot's records will move without anybody's doing: while there is any, it is not at rest. */

/** The requests that the bot is about to move, a few words each. @param now on the bot's clock */
export function findMoving(open: readonly ChangeRequest[], now: number): string[] {
  return open
    .filter((request) => movesByItself(request, open, now))
    .map(({ id, state }) => `${id}, which is ${state}`);
}

function movesByItself(
  request: ChangeRequest,
  open: readonly ChangeRequest[],
  now: number,
): boolean {
  // It waits for its gateway, which may be for ever.
  if ((request.retryAt ?? 0) > now) return false;
  switch (request.state) {
    case 'planning':
    case 'queued':
    case 'applying':
    case 'undoing':
      return true;
    case 'verifying':
      // Once its gates were read it waits for the far end, or for Keep.
      return request.gates.length === 0;
    case 'approved':
      return !open.some(
        (other) =>
          other.id !== request.id &&
          other.gateway === request.gateway &&
          holdsWhatItTouches(other.state),
      );
    default:
      return false;
  }
}

/**
 * What people have yet to be told of a gateway, a few words each. What flaps is told as that, and then not fall by fall,
 * so it is no reason to wait.
 * @param since the watcher must have looked at it after that, on this machine's clock
 */
export function findUntold(
  gateway: string,
  watched: WatchState | undefined,
  since: number,
): string[] {
  if (watched === undefined || watched.probedAt < since) return [`a look at ${gateway}`];
  // It is told that it cannot be read: nothing more is said of what is on it.
  if (watched.tracks[`gateway ${gateway}?`]?.told !== undefined) return [];
  return Object.values(watched.tracks)
    .filter(isUntold)
    .map(({ verdict }) => `what is told of ${verdict.name}`);
}

function isUntold({ seen, told }: Track): boolean {
  if (told?.as === 'flapping') return false;
  return told === undefined ? seen === 'ill' : seen === 'well';
}

/**
 * The events that a chat process took and has not answered yet, by its log.
 * @param pid of the chat process that runs now: what a dead one had taken is never answered
 */
export function findUnanswered(logLines: readonly string[], pid: number | undefined): string[] {
  const begun: string[] = [];
  for (const line of logLines) {
    // Most lines are of other things, and reading each would take long.
    if (!line.includes('"heard"') && !line.includes('"answered"')) continue;
    const said = JSON.parse(line) as { msg: string; pid: number; event: string };
    if (said.pid !== pid) continue;
    if (said.msg === 'heard') begun.push(said.event);
    else if (begun.includes(said.event)) begun.splice(begun.indexOf(said.event), 1);
  }
  return begun.map((event) => `the answer to ${event}`);
}
