import type { Machine } from './machine.cjs';

/** One thing that must be there before the product can run. */
export interface Part {
  name: 'packages' | 'redis' | 'powershell' | 'simulator' | 'build' | 'sshd' | 'chromium';
  /** Only what the tests start. Without it the others run, and those that need it fail with the same sentence. */
  forTests?: true;
  /** A line about what was found; undefined when something has to be made. Quick: it runs before every start. */
  look(machine: Machine): string | undefined;
  /** Install or build it and return a line about that. Throws MissingError when that is not possible. */
  make(machine: Machine, say: (line: string) => void): string;
}
