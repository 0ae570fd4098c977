import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package.json: the page's files are read from there, whether this runs from src or from dist. */
export function packageRoot(from = __dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) throw new Error(`No package.json is above ${from}.`);
  }
}
