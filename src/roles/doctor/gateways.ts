import { ConfigError } from '../../config/config-error';
import type { ProcessConfig } from '../../config/process';
import { UnavailableError } from '../../errors';
import { probeReadings } from '../../health/reading';
import { plural } from '../../messages/words';
import { callsOf, commandsOf } from '../../ops/reading';
import type { Log } from '../../ports/log';
import type { GatewayShells, TargetAnswer } from '../../ports/shells';
import { openShells } from '../open-shells';
import { bad, type Finding, ok } from './finding';

/** PowerShell, and every gateway that a worker here would serve: each is asked what the watcher asks first. */
export async function examineGateways(options: ProcessConfig, log: Log): Promise<Finding[]> {
  let shells: GatewayShells | undefined;
  try {
    shells = openShells(options, { vault: noSecrets, log });
    const { pid } = await shells.ready('read');
    const batch = options.gateways.map((target) => ({
      target,
      commands: commandsOf(callsOf(probeReadings)),
    }));
    const answers = await shells.run(batch, { timeoutMs: 30_000, purpose: 'read' });
    return [
      ok('PowerShell', `${options.powershell} starts (process ${pid}).`),
      ...answers.map((answer) => findingOf(answer, options)),
    ];
  } catch (error) {
    if (error instanceof ConfigError) return [bad('gateways', error.message)];
    if (!(error instanceof UnavailableError)) throw error;
    return [
      bad(
        'PowerShell',
        `${error.message} A worker needs it; in mtgw.yaml it is named as powershell.`,
      ),
    ];
  } finally {
    await shells?.close();
  }
}

function findingOf(answer: TargetAnswer, { simulated }: ProcessConfig): Finding {
  const { target } = answer;
  if (answer.outcome !== 'answered') {
    return bad('gateway', `${target} does not answer: ${answer.message}`);
  }
  const [result] = answer.results;
  const errors = answer.results.flatMap((one) => one.errors);
  if (errors[0] !== undefined) return bad('gateway', `${target} says: ${errors[0].message}`);
  const tunnels = plural(result?.output.length ?? 0, 'tunnel');
  const kind = simulated ? ' (simulated)' : '';
  return ok('gateway', `${target} answers, and has ${tunnels}${kind}.`);
}

/** The doctor asks for nothing that holds one. */
const noSecrets = { open: () => Promise.resolve(undefined) };
