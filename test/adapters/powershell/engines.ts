import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { packageRoot } from '../../../src/package-root';

/** A PowerShell that is here, by the name that test titles show. */
export interface FoundEngine {
  name: string;
  executable: string;
}

function onPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

const host = join(
  packageRoot,
  'simulator/host/bin',
  process.platform === 'win32' ? 'mtgw-host.exe' : 'mtgw-host',
);

export const fullPwsh: string | undefined =
  process.env['MTGW_PWSH'] ?? onPath(process.platform === 'win32' ? 'pwsh.exe' : 'pwsh');

/** Every engine of this machine: what holds on one has to hold on the other. */
export const engines: FoundEngine[] = [
  ...(fullPwsh === undefined ? [] : [{ name: 'pwsh', executable: fullPwsh }]),
  ...(existsSync(host) ? [{ name: 'mtgw-host', executable: host }] : []),
];
