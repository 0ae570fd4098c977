import { GatewayError, UserError } from '../errors';
import { findGateway, findTenant } from '../inventory';
import type { ReadCommand, ReadContext } from '../ops/operation';
import type { CommandResult, PsValue } from '../ports';
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
  };
}

async function readGateway(
  parts: WorkerParts,
  target: string,
  commands: ReadCommand[],
): Promise<PsValue[][]> {
  const plain = commands.map(({ cmdlet, parameters }) => ({ cmdlet, parameters }));
  const [answer] = await parts.shells.run([{ target, commands: plain }], {
    timeoutMs: parts.settings.readTimeoutMs,
    purpose: 'read',
  });
  if (answer === undefined || answer.outcome !== 'answered') {
    const outcome = answer?.outcome ?? 'died';
    throw new GatewayError(`${target} could not be read: ${answer?.message ?? 'no answer'}`, {
      target,
      errorId: outcome,
    });
  }
  return commands.map((command, index) => readOne(target, command, answer.results[index]));
}

/** A read that failed is an error, never an empty answer: nothing may be planned on it. */
function readOne(
  target: string,
  command: ReadCommand,
  result: CommandResult | undefined,
): PsValue[] {
  const { cmdlet, emptyOn } = command;
  if (result === undefined) {
    const message = `${target} could not be read: ${cmdlet} gave no answer.`;
    throw new GatewayError(message, { target, cmdlet, errorId: 'died' });
  }
  const error = result.errors.find((record) => !emptyOn || !record.errorId.startsWith(emptyOn));
  if (error !== undefined) {
    throw new GatewayError(`${target} could not be read: ${cmdlet} said "${error.message}"`, {
      target,
      cmdlet,
      errorId: error.errorId,
    });
  }
  return result.output;
}
