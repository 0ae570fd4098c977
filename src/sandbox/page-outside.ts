import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Platform, type PlatformOptions, startPlatform } from '../adapters/web/platform';
import { packageRoot } from '../package-root';
import type { OpenedOutside } from './outside';

/** The sandbox's own configuration: cast, gateways, channels. */
export const sandboxConfig = join(packageRoot, 'src', 'sandbox', 'config');

/** Both chats as the sandbox's page plays them. */
export async function openPage(options: Omit<PlatformOptions, 'token'>): Promise<OpenedOutside> {
  const token = randomBytes(16).toString('hex');
  const platform = await onFreePort({ ...options, token });
  return {
    outside: platform,
    url: platform.url,
    configDirectory: sandboxConfig,
    environment: { MTGW_SANDBOX_CHAT: platform.url, MTGW_SANDBOX_TOKEN: token },
    clear: () => platform.store.clear(),
    isHeard: async () => platform.isHere('slack') && platform.isHere('teams'),
  };
}

/** On the usual port, or on any other when that is taken: by another sandbox, say. */
async function onFreePort(options: PlatformOptions): Promise<Platform> {
  try {
    return await startPlatform(options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return startPlatform({ ...options, port: 0 });
  }
}
