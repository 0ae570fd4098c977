import { GatewayError, UserError } from '../errors';
import { findGateway, findTenant } from '../world/inventory';
import { leaveOut } from '../said';
import type { Attempt, ReadCommand, ReadContext } from '../ops/operation';
import type { Command, CommandResult, PsValue, TargetAnswer } from '../ports/shells';
import { isInOwnWords } from './own-words';
import type { WorkerParts } from './parts';

/** The eyes of an operation on one gateway. Readings never change anything, so any worker may repeat them. */
export function createReadContext(
  parts: WorkerParts,
  about: { gateway: string; tenant: string | undefined },
): ReadContext {
  const gateway = findGateway(parts.inventory, about.gateway);
  if (gateway === undefined) {
    throw new UserError(`No gateway is called ${about.gateway}. Check the inventory.`);
  }
  return {
    gateway,
    tenant: about.tenant === undefined ? undefined : findTenant(parts.inventory, about.tenant),
    inventory: parts.inventory,
    read: (commands) => readGateway(parts, gateway.name, commands),
    attempt: async (commands) =>
      attemptsOf(gateway.name, commands, await askGateway(parts, gateway.name, commands)),
  };
}

/** What goes to the shells: the rest of a reading is for us. */
export function plainCommands(commands: readonly ReadCommand[]): Command[] {
  return commands.map(({ cmdlet, parameters }) => ({ cmdlet, parameters }));
}

async function askGateway(parts: WorkerParts, target: string, commands: ReadCommand[]) {
  const [answer] = await parts.shells.run([{ target, commands: plainCommands(commands) }], {
    timeoutMs: parts.settings.readTimeoutMs,
    purpose: 'read',
  });
  return answer;
}

async function readGateway(
  parts: WorkerParts,
  target: string,
  commands: ReadCommand[],
): Promise<PsValue[][]> {
  const attempts = attemptsOf(target, commands, await askGateway(parts, target, commands));
  return attempts.map((attempt, index) => {
    if (attempt.read) return attempt.rows;
    const { why, reached, errorId } = attempt;
    const cmdlet = commands[index]?.cmdlet;
    const said =
      !reached && isInOwnWords(errorId) ? why : leaveOut(why, `${target} could not be read.`);
    throw new GatewayError(said, { target, errorId, ...(reached && cmdlet && { cmdlet }) });
  });
}

/** A read that failed is never an empty answer: nothing may be planned on it, and nothing is healthy by it. */
export function attemptsOf(
  target: string,
  commands: readonly ReadCommand[],
  answer: TargetAnswer | undefined,
): Attempt[] {
  if (answer === undefined || answer.outcome !== 'answered') {
    const errorId = answer?.outcome ?? 'died';
    const why = `${target} could not be read: ${answer?.message ?? 'no answer'}`;
    return commands.map(() => ({ read: false, reached: false, why, errorId }));
  }
  return commands.map((command, index) => attemptOf(target, command, answer.results[index]));
}

function attemptOf(
  target: string,
  { cmdlet, emptyOn }: ReadCommand,
  result: CommandResult | undefined,
): Attempt {
  if (result === undefined) {
    const why = `${target} could not be read: ${cmdlet} gave no answer.`;
    return { read: false, reached: true, why, errorId: 'died' };
  }
  const error = result.errors.find((record) => !emptyOn || !record.errorId.startsWith(emptyOn));
  if (error === undefined) return { read: true, rows: result.output };
  const why = `${target} could not be read: ${cmdlet} said "${error.message}"`;
  return { read: false, reached: true, why, errorId: error.errorId };
}
