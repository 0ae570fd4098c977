import { join } from 'node:path';
import { packageRoot } from '../../package-root';

/** In the order in which they are loaded. They are not compiled: the build, too, reads the ones in src/. */
export const BOUNDARY_SCRIPTS = ['entry', 'batch', 'sessions', 'endings'].map((name) =>
  join(packageRoot, 'src', 'adapters', 'powershell', 'boundary', `${name}.ps1`),
);

export const CATALOGUE_FILE = join(packageRoot, 'data', 'cmdlets.json');
