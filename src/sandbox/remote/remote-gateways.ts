import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { restrictedEndpoint } from '../../adapters/powershell/endpoint';
import { type FoundPrograms, fullPathOf } from '../../config/programs';
import { gatewayRole } from '../../ops/gateway-role';
import { packageRoot } from '../../package-root';
import { startSshServer } from './ssh-server';

/** Simulated gateways that are reached as real ones are: over SSH, through a restricted endpoint. */
export interface RemoteGateways {
  /** How each is reached, as an inventory says it. */
  targets: Readonly<Record<string, Record<string, unknown>>>;
  stop(): Promise<void>;
}

const simulator = join(packageRoot, 'simulator', 'gateway', 'Simulator.psm1');
const { readings, alsoReadings, changes } = gatewayRole;
const readable = [...readings, ...alsoReadings];

/**
 * Start an sshd with an endpoint for each of them. On its far side the simulator plays the gateway, on the state that the
 * sandbox's own hands use too.
 * @param options.folder a folder of its own
 */
export async function openRemoteGateways(options: {
  names: readonly string[];
  folder: string;
  stateDirectory: string;
  programs: FoundPrograms;
}): Promise<RemoteGateways> {
  const { names, folder, stateDirectory, programs } = options;
  const powershell = fullPathOf(programs.powershell, programs.environment);
  mkdirSync(folder);
  const endpoint = (name: string) => {
    // An endpoint imports modules without arguments, so each gateway has a module that gives them.
    const module = join(folder, `${name}.psm1`);
    writeFileSync(
      module,
      `Import-Module -Name '${simulator}' -ArgumentList @('${stateDirectory}', '${name}') -DisableNameChecking\n` +
        'Export-ModuleMember -Function *\n',
    );
    const file = join(folder, `${name}.pssc`);
    const functions = [...readable, ...changes];
    writeFileSync(
      file,
      restrictedEndpoint({ modules: [module], functions, cmdlets: [], readable }),
    );
    return `${powershell} -sshs -NoLogo -NoProfile -ConfigurationFile ${file}`;
  };
  const subsystems = Object.fromEntries(names.map((name) => [name, endpoint(name)]));
  const { port, user, keyFile, knownHosts, stop } = await startSshServer({
    sshd: programs.sshd,
    folder,
    subsystems,
  });
  const target = (subsystem: string) => {
    return { kind: 'ssh', host: '127.0.0.1', port, user, keyFile, knownHosts, subsystem };
  };
  return { targets: Object.fromEntries(names.map((name) => [name, target(name)])), stop };
}
