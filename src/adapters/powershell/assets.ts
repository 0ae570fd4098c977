import { join } from 'node:path';
import { packageRoot } from '../../package-root';

const script = (name: string) =>
  join(packageRoot, 'src', 'adapters', 'powershell', 'boundary', `${name}.ps1`);

/** In the order in which they are loaded. They are not compiled: the build, too, reads the ones in src/. */
export const BOUNDARY_SCRIPTS = [
  'entry',
  'problems',
  'batch',
  'readings',
  'sessions',
  'endings',
].map(script);

/** The function on the far side of a session, and what it takes from the boundary. */
export const FAR_SIDE_SCRIPTS = { function: script('far-side'), problems: script('problems') };
