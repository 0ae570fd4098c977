import { existsSync, readFileSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../package-root';

/** The programs that the sandbox starts itself. */
export interface FoundPrograms {
  redisServer: string;
  redisArguments: string[];
  powershell: string;
  /** For a simulated gateway that is reached as a real one is. */
  sshd: string;
  /** What a child process of the bot inherits: enough to find programs, nothing more. */
  environment: NodeJS.ProcessEnv;
}

const foundSchema = z.object({
  redisServer: z.string().optional(),
  redisArguments: z.array(z.string()).default([]),
  powershell: z.string().optional(),
  sshd: z.string().optional(),
});

const passed = 'PATH Path HOME USERPROFILE TEMP TMP TMPDIR SystemRoot DOTNET_ROOT';

/** It is started by its full path only, and is on nobody's PATH. */
const usualSshd = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/opt/homebrew/sbin/sshd'];

/** What set-up found on this machine; without its note, the usual names on the PATH. */
export function findPrograms(): FoundPrograms {
  const note = join(packageRoot, '.cache', 'setup.json');
  const found = foundSchema.parse(existsSync(note) ? JSON.parse(readFileSync(note, 'utf8')) : {});
  return {
    redisServer: found.redisServer ?? 'redis-server',
    redisArguments: found.redisArguments,
    powershell: found.powershell ?? 'pwsh',
    sshd: found.sshd ?? usualSshd.find((path) => existsSync(path)) ?? 'sshd',
    environment: Object.fromEntries(
      passed
        .split(' ')
        .flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
    ),
  };
}

/** Where a program is that is named without its folder: sshd starts a subsystem by its full path only. */
export function fullPathOf(program: string, environment: NodeJS.ProcessEnv): string {
  if (isAbsolute(program)) return program;
  const folders = (environment['PATH'] ?? '').split(delimiter);
  const found = folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${program} was not found on the PATH.`);
  return found;
}
