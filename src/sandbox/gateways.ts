import { join } from 'node:path';
import { createGatewayShells } from '../adapters/powershell/shells';
import { UnavailableError, UserError } from '../errors';
import { packageRoot } from '../package-root';
import type { ParameterValue } from '../../approvals/plan';
import type { Log } from '../ports/log';
import type { PsValue } from '../ports/shells';
import type { Machine } from './machine';
import { world } from './world';

/** The hands that the sandbox has on its gateways: outages, somebody else's changes, far ends. */
export interface SimulatedGateways {
  names: readonly string[];
  reset(): Promise<void>;
  /** Run a cmdlet as somebody else would, past the bot. */
  run(
    gateway: string,
    cmdlet: string,
    parameters: Record<string, ParameterValue>,
  ): Promise<PsValue[]>;
  close(): Promise<void>;
}

export const gatewayNames: readonly string[] = world.map((machine) => machine.Name);
const nowhere = 'nowhere';
const controls = [
  'Reset-Simulator',
  'Set-SimulatorFault',
  'Clear-SimulatorFault',
  'Set-SimulatorPeerKey',
  'Get-SimulatorState',
  // PowerShell's own: somebody stops the gateway's service.
  'Stop-Service',
  'Start-Service',
];

/** Each gateway's state is a file in `directory`, where the bot's own workers find it too. */
export function createSimulatedGateways(options: {
  directory: string;
  powershell: string;
  environment: NodeJS.ProcessEnv;
  log: Log;
  /** The sandbox's own when left out. */
  machines?: readonly Machine[];
}): SimulatedGateways {
  const { machines = world } = options;
  const names = machines.map(({ Name }) => Name);
  const module = join(packageRoot, 'simulator', 'gateway', 'Simulator.psm1');
  const shells = createGatewayShells({
    executable: options.powershell,
    environment: options.environment,
    // These hands hold no secrets of the bot's.
    vault: { open: () => Promise.resolve(undefined) },
    targets: Object.fromEntries(
      // A machine without a state has the control functions only: the world is made there.
      [...names, nowhere].map((name) => [
        name,
        { kind: 'local', simulator: { module, arguments: [options.directory, name] } },
      ]),
    ),
    only: 'all',
    alsoAllow: controls,
    log: options.log,
  });
  const run = async (
    gateway: string,
    cmdlet: string,
    parameters: Record<string, ParameterValue>,
  ) => {
    const [answer] = await shells.run([{ target: gateway, commands: [{ cmdlet, parameters }] }], {
      timeoutMs: 60_000,
      purpose: 'change',
    });
    if (answer?.outcome !== 'answered') {
      throw new UnavailableError(`${cmdlet} on ${gateway}: ${answer?.message ?? 'no answer'}`);
    }
    const [result] = answer.results;
    const error = result?.errors[0];
    if (error !== undefined) throw new UserError(`${cmdlet} on ${gateway}: ${error.message}`);
    return result?.output ?? [];
  };
  return {
    names,
    reset: async () => {
      await run(nowhere, 'Reset-Simulator', { Machines: [...machines] });
    },
    run,
    close: () => shells.close(),
  };
}
