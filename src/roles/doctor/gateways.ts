import { createGatewayShells } from '../../adapters/powershell/shells';
import { ConfigError } from '../../config/config-error';
import type { ProcessConfig } from '../../config/process';
import { UnavailableError } from '../../errors';
import { alsoRead, firstReads } from '../../health/reading';
import { ownCmdlets } from '../../ops/gateway-role';
import type { GatewayShells, Log, TargetAnswer } from '../../ports';
import { targetsOf } from '../../settings';
import { bad, type Finding, note, ok } from './finding';

/** PowerShell, and every gateway that a worker here would serve: each is asked what the watcher asks first. */
export async function examineGateways(options: ProcessConfig, log: Log): Promise<Finding[]> {
  let shells: GatewayShells | undefined;
  try {
    shells = openShells(options, log);
    const { pid } = await shells.ready('read');
    const batch = options.gateways.map((target) => ({ target, commands: [...firstReads] }));
    const answers = await shells.run(batch, { timeoutMs: 30_000, purpose: 'read' });
    const program = options.powershell ?? 'pwsh';
    return [ok('PowerShell', `${program} starts (process ${pid}).`), ...answers.map(findingOf)];
  } catch (error) {
    if (error instanceof ConfigError) return [bad('gateways', error.message)];
    if (!(error instanceof UnavailableError)) throw error;
    return [
      note(
        'PowerShell',
        `${error.message} Only a worker needs it: install PowerShell, or name it as powershell in mtgw.yaml.`,
      ),
    ];
  } finally {
    await shells?.close();
  }
}

function openShells(options: ProcessConfig, log: Log): GatewayShells {
  const targets = targetsOf(options.config.inventory, options);
  const { powershell: executable = 'pwsh', environment } = options;
  try {
    return createGatewayShells({
      executable,
      environment,
      vault: noSecrets,
      targets,
      only: ownCmdlets,
      alsoAllow: alsoRead,
      log,
    });
  } catch (error) {
    throw new ConfigError(`inventory.yaml: ${(error as Error).message}`);
  }
}

function findingOf(answer: TargetAnswer): Finding {
  const { target } = answer;
  if (answer.outcome !== 'answered') {
    return bad('gateway', `${target} does not answer: ${answer.message}`);
  }
  const [result] = answer.results;
  const errors = answer.results.flatMap((one) => one.errors);
  if (errors[0] !== undefined) return bad('gateway', `${target} says: ${errors[0].message}`);
  return ok('gateway', `${target} answers, and has ${result?.output.length ?? 0} tunnels.`);
}

/** The doctor asks for nothing that holds one. */
const noSecrets = { open: () => Promise.resolve(undefined) };
