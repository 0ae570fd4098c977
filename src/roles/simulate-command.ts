import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSimulation } from '../config/process';
import { createLog } from '../log';
import { actOnGateway, faultForms } from '../sandbox/faults';
import { createSimulatedGateways } from '../sandbox/gateways';
import { type Machine, machinesOf } from '../sandbox/machine';

/**
 * `mtgw simulate`: make the simulated gateways of the inventory that are not made yet. With words behind it, do something to
 * one of them that the bot cannot: `gw1 peer-key contoso-hq` is the administrator at the far end.
 * @throws ConfigError when the inventory has real gateways
 */
export async function simulate(
  directory: string | undefined,
  [gateway, ...act]: readonly string[],
): Promise<number> {
  const { inventory, stateDirectory, powershell, environment } = readSimulation(directory);
  const machines = machinesOf(inventory);
  const log = createLog('error', 'cli');
  const open = (these: readonly Machine[]) =>
    createSimulatedGateways({
      directory: stateDirectory,
      powershell,
      environment,
      log,
      machines: these,
    });
  const made = ({ Name }: Machine) => existsSync(join(stateDirectory, `${Name}.state`));
  const missing = machines.filter((machine) => !made(machine));
  const tell = (line: string) => void process.stdout.write(`${line}\n`);
  const gateways = open(gateway === undefined ? missing : machines);
  try {
    if (gateway !== undefined) {
      await actOnGateway(gateways, gateway, act);
      tell(`Done on the simulated ${gateway}: ${act.join(' ')}`);
      return 0;
    }
    if (missing.length > 0) await gateways.reset();
  } finally {
    await gateways.close();
  }
  for (const machine of machines) {
    const state = missing.includes(machine) ? 'made' : 'was there, and stays as it is';
    tell(`${machine.Name} ${state}: ${tunnelsOf(machine)}`);
  }
  tell(`They are in ${stateDirectory}; without that folder they are made anew.`);
  tell(`What the bot cannot do to them: mtgw simulate GATEWAY ${faultForms.join(' | ')}`);
  return 0;
}

function tunnelsOf({ Tunnels }: Machine): string {
  const names = Tunnels.map(({ Name }) => Name);
  return names.length === 0 ? 'no tunnel' : names.join(', ');
}
