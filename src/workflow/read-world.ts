import type { GatewayShells, TargetAnswer } from '../ports/shells';
import { GatewayError, UserError } from '../errors';
import { lackOf, type Machine } from '../facts/lack';
import {
  type Attempt,
  callsOf,
  commandsOf,
  neededOf,
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
 * @throws UserError where the machine's version lacks what cannot be done without, before anything is sent; GatewayError when
 * it did not answer, or where such a reading failed
 */
export async function readWorld<R extends Readings>(
  { shells, settings }: Pick<WorkerParts, 'shells' | 'settings'>,
  machine: Machine,
  readings: R,
): Promise<World<R>> {
  const lack = neededOf(readings).flatMap((call) => lackOf(machine, call) ?? [])[0];
  if (lack !== undefined) throw new UserError(lack);
  const asked = [{ machine, readings }];
  const [attempts = []] = await attemptAll(shells, asked, settings.readTimeoutMs);
  const { name } = machine;
  return worldOf(readings, name, attempts, (reading, why) => failed(name, reading, why));
}

/**
 * Read several gateways together. Only for readings to do without: whatever fails on one is said in its place.
 * @returns in the order asked
 */
export async function readWorlds<R extends Readings>(
  shells: Pick<GatewayShells, 'run'>,
  asked: readonly { machine: Machine; readings: R }[],
  timeoutMs: number,
): Promise<World<R>[]> {
  const all = await attemptAll(shells, asked, timeoutMs);
  return asked.map(({ machine: { name }, readings }, at) =>
    worldOf(readings, name, all[at] ?? [], (reading, why) => failed(name, reading, why)),
  );
}

interface Asked {
  machine: Machine;
  readings: Readings;
}

/** What came of each call of each machine, in the order of `callsOf`. What its version lacks is not sent. */
async function attemptAll(
  shells: Pick<GatewayShells, 'run'>,
  asked: readonly Asked[],
  timeoutMs: number,
): Promise<Attempt[][]> {
  const judged = asked.map(({ machine, readings }) => ({
    target: machine.name,
    calls: callsOf(readings).map((call) => ({ call, lack: lackOf(machine, call) })),
  }));
  const batch = judged.flatMap(({ target, calls }) => {
    const sent = calls.flatMap(({ call, lack }) => (lack === undefined ? [call] : []));
    return sent.length === 0 ? [] : [{ target, commands: commandsOf(sent) }];
  });
  const answers = batch.length === 0 ? [] : await shells.run(batch, { timeoutMs, purpose: 'read' });
  return judged.map(({ target, calls }) => {
    const answer = answers.find((one) => one.target === target);
    let sent = 0;
    return calls.map(({ call, lack }) =>
      lack === undefined ? attemptOf(target, call, sent++, answer) : lacking(lack),
    );
  });
}

function lacking(why: string): Attempt {
  return { read: false, reached: false, why, errorId: 'version' };
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
