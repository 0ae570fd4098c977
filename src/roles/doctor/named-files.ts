import { accessSync, constants } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import type { Config } from '../../config/directory';
import { bad, type Finding, note } from './finding';

/** Files that the configuration names for a worker: this user must be able to use them. */
export function examineNamedFiles({
  bot,
  inventory,
}: Pick<Config, 'bot' | 'inventory'>): Finding[] {
  const findings: Finding[] = [];
  const who = userInfo().username;
  for (const [name, gateway] of Object.entries(inventory.gateways)) {
    const machines = { [name]: gateway.target, ...gateway.hosts };
    for (const [machine, target] of Object.entries(machines)) {
      for (const field of ['keyFile', 'knownHosts']) {
        const path = target[field];
        if (typeof path !== 'string') continue;
        const code = problemOf(path, constants.R_OK);
        if (code === undefined) continue;
        const sentence = `The ${field} of ${machine}, ${path}, cannot be read by ${who} (${code}). It must be there and readable for the user whom the worker runs as.`;
        findings.push(bad('gateway', sentence));
      }
    }
  }
  const { archive } = bot;
  const code = archive && problemOf(dirname(archive.file), constants.W_OK);
  if (archive !== undefined && code !== undefined) {
    // The service makes /var/lib/mtgw at its first start.
    const sentence = `${who} cannot write where the archive is to be, ${archive.file} (${code}). Make its folder for the user whom the worker runs as, unless the service does.`;
    findings.push(note('archive', sentence));
  }
  return findings;
}

function problemOf(path: string, mode: number): string | undefined {
  try {
    accessSync(path, mode);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}
