import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../package-root';

/** The programs that the sandbox starts itself. */
export interface FoundPrograms {
  redisServer: string;
  redisArguments: string[];
  powershell: string;
  /** What a child process of the bot inherits: enough to find programs, nothing more. */
  environment: NodeJS.ProcessEnv;
}

const foundSchema = z.object({
  redisServer: z.string().optional(),
  redisArguments: z.array(z.string()).default([]),
  powershell: z.string().optional(),
});

const passed = 'PATH Path HOME USERPROFILE TEMP TMP TMPDIR SystemRoot DOTNET_ROOT';

/** What set-up found on this machine; without its note, the usual names on the PATH. */
export function findPrograms(): FoundPrograms {
  const note = join(packageRoot, '.cache', 'setup.json');
  const found = foundSchema.parse(existsSync(note) ? JSON.parse(readFileSync(note, 'utf8')) : {});
  return {
    redisServer: found.redisServer ?? 'redis-server',
    redisArguments: found.redisArguments,
    powershell: found.powershell ?? 'pwsh',
    environment: Object.fromEntries(
      passed
        .split(' ')
        .flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
    ),
  };
}
