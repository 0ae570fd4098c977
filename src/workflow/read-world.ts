import type { GatewayShells, TargetAnswer } from '../ports/shells';
import { GatewayError } from '../errors';
import {
  type Attempt,
  callsOf,
  commandsOf,
  type Reading,
  type Readings,
  type World,
  worldOf,
} from '../ops/reading';
import { leaveOut } from '../said';
import { isInOwnWords } from './own-words';
import type { WorkerParts } from './parts';

/**
 * Read one gateway, all in one round trip. Readings never change anything, so any worker may repeat them.
 * @throws GatewayError when it did not answer, or where a reading failed that cannot be done without
 */
export async function readWorld<R extends Readings>(
  { shells, settings }: Pick<WorkerParts, 'shells' | 'settings'>,
  machine: string,
  readings: R,
): Promise<World<R>> {
  const asked = [{ machine, readings }];
  const [attempts = []] = await attemptAll(shells, asked, settings.readTimeoutMs);
  return worldOf(readings, machine, attempts, (reading, why) => failed(machine, reading, why));
}

/**
 * Read several gateways together. Only for readings to do without: whatever fails on one is said in its place.
 * @returns in the order asked
 */
export async function readWorlds<R extends Readings>(
  shells: Pick<GatewayShells, 'run'>,
  asked: readonly { machine: string; readings: R }[],
  timeoutMs: number,
): Promise<World<R>[]> {
  const all = await attemptAll(shells, asked, timeoutMs);
  return asked.map(({ machine, readings }, at) =>
    worldOf(readings, machine, all[at] ?? [], (reading, why) => failed(machine, reading, why)),
  );
}

/** What came of each call of each machine; one without a call is not asked. */
async function attemptAll(
  shells: Pick<GatewayShells, 'run'>,
  asked: readonly { machine: string; readings: Readings }[],
  timeoutMs: number,
): Promise<Attempt[][]> {
  const batch = asked
    .map(({ machine, readings }) => ({ target: machine, commands: commandsOf(readings) }))
    .filter(({ commands }) => commands.length > 0);
  const answers = batch.length === 0 ? [] : await shells.run(batch, { timeoutMs, purpose: 'read' });
  return asked.map(({ machine, readings }) => {
    const answer = answers.find(({ target }) => target === machine);
    return callsOf(readings).map((call, at) => attemptOf(machine, call, at, answer));
  });
}

/** A read that failed is never an empty answer: nothing may be planned on it, and nothing is healthy by it. */
function attemptOf(
  machine: string,
  { cmdlet, emptyOn }: Reading<unknown>,
  at: number,
  answer: TargetAnswer | undefined,
): Attempt {
  if (answer === undefined || answer.outcome !== 'answered') {
    const errorId = answer?.outcome ?? 'died';
    const why = `${machine} could not be read: ${answer?.message ?? 'no answer'}`;
    return { read: false, reached: false, why, errorId };
  }
  const result = answer.results[at];
  if (result === undefined) {
    const why = `${machine} could not be read: ${cmdlet} gave no answer.`;
    return { read: false, reached: true, why, errorId: 'died' };
  }
  const error = result.errors.find((record) => !emptyOn || !record.errorId.startsWith(emptyOn));
  if (error === undefined) return { read: true, found: result.output };
  const why = `${machine} could not be read: ${cmdlet} said "${error.message}"`;
  return { read: false, reached: true, why, errorId: error.errorId };
}

function failed(
  machine: string,
  { cmdlet }: Reading<unknown>,
  { why, reached, errorId }: Attempt & { read: false },
): GatewayError {
  const said =
    !reached && isInOwnWords(errorId) ? why : leaveOut(why, `${machine} could not be read.`);
  return new GatewayError(said, { target: machine, errorId, ...(reached ? { cmdlet } : {}) });
}
