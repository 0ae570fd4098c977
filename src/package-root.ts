import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package.json: data and assets are read from there, whether this runs from src or from dist. */
export const packageRoot = find(__dirname);

function find(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  if (dirname(folder) === folder) throw new Error(`No package.json is above ${__dirname}.`);
  return find(dirname(folder));
}
