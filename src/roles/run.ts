import { ConfigError } from '../config/config-error';
import { readProcessConfig } from '../config/process';
import { runSandbox } from '../sandbox/start';
import { startChat } from './chat';
import type { Role } from './role';
import { startWorker } from './worker';

/** The port of the sandbox's page; any free one when it is taken. */
const pagePort = 4077;

export const roleNames = ['sandbox', 'all', 'chat', 'worker'] as const;
export type RoleName = (typeof roleNames)[number];

/**
 * Be one role, or both at once, until told to stop.
 * @param directory the configuration directory; the environment names it when left out
 * @param remote the sandbox's gateways that are reached over SSH
 * @throws ConfigError
 */
export async function runRole(
  role: RoleName,
  { directory, remote = [] }: { directory?: string | undefined; remote?: readonly string[] } = {},
): Promise<void> {
  if (role === 'sandbox') return runSandbox(pagePort, remote);
  if (remote.length > 0) {
    throw new ConfigError(
      '--remote is for the sandbox alone. How a real gateway is reached is its target in inventory.yaml.',
    );
  }
  const options = readProcessConfig(directory);
  closeDebugger();
  // A chat that is not configured completely is told before a worker begins to read gateways.
  if (role !== 'worker') options.chats();
  const started: Role[] = [];
  try {
    if (role !== 'chat') started.push(await startWorker(options));
    if (role !== 'worker') started.push(await startChat(options));
    await untilToldToStop();
  } finally {
    for (const one of started.reverse()) await one.stop();
  }
}

/** @throws ConfigError for a word that is no role */
export function roleOf(word: string | undefined): RoleName {
  const role = roleNames.find((name) => name === word);
  if (role !== undefined) return role;
  const given = word === undefined ? '' : `, not ${word}`;
  throw new ConfigError(
    `Say which role to start: ${roleNames.join(', ')}${given}. To try mtgw, run: npm start`,
  );
}

/**
 * SIGUSR1 makes Node open its inspector, through which any process of this machine reads the keys out of ours. Whoever
 * has the same user may send it, PowerShell too.
 */
function closeDebugger(): void {
  process.on('SIGUSR1', () => {});
}

function untilToldToStop(): Promise<void> {
  return new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}
