import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Step } from '../../approvals/plan';
import { createGatewayShells } from '../../src/adapters/powershell/shells';
import { connect, whenReady } from '../../src/adapters/redis/connect';
import { openRecords } from '../../src/adapters/redis/records';
import { readConfig } from '../../src/config/directory';
import { findPrograms } from '../../src/config/programs';
import { alsoRead } from '../../src/health/reading';
import { packageRoot } from '../../src/package-root';
import type { Log } from '../../src/ports/log';
import type { GatewayShells } from '../../src/ports/shells';
import type { Vault } from '../../src/ports/vault';
import { createSimulatedGateways, type SimulatedGateways } from '../../src/sandbox/gateways';
import { aboutOf } from '../../src/workflow/about';
import { readWorld } from '../../src/workflow/read-world';
import type { WorkerParts } from '../../src/workflow/parts';
import { type RedisServer, startRedis } from '../redis-server';
import type { AtWork } from './at-work';

const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** The sandbox's gateways through the real boundary, with a real vault: what an operation meets in life. */
export interface Gateways {
  simulated: SimulatedGateways;
  shells: GatewayShells;
  vault: Vault;
  config: ReturnType<typeof readConfig>;
  at(gateway: string, tenant?: string): AtWork;
  /** Run a step as the workflow would. @throws Error when the gateway answers with an error */
  run(step: Step): Promise<void>;
  close(): Promise<void>;
}

export async function openGateways(): Promise<Gateways> {
  const directory = mkdtempSync(join(tmpdir(), 'mtgw-ops-'));
  const server: RedisServer = await startRedis();
  const redis = connect(server.url, 'worker', quiet);
  await whenReady(redis, 10_000);
  const { vault } = openRecords(redis, {
    prefix: 'ops',
    auditKey: Buffer.alloc(32, 1),
    vaultKey: Buffer.alloc(32, 2),
    log: quiet,
  });
  const { powershell, environment } = findPrograms();
  const simulated = createSimulatedGateways({ directory, powershell, environment, log: quiet });
  const config = readConfig(join(packageRoot, 'src', 'sandbox', 'config'));
  const module = join(packageRoot, 'simulator', 'gateway', 'Simulator.psm1');
  const shells = createGatewayShells({
    executable: powershell,
    environment,
    vault,
    only: 'all',
    alsoAllow: alsoRead,
    targets: Object.fromEntries(
      simulated.names.map((name) => [
        name,
        { kind: 'local', simulator: { module, arguments: [directory, name] } },
      ]),
    ),
    log: quiet,
  });
  const parts = { shells, settings: { readTimeoutMs: 30_000 } } as unknown as WorkerParts;
  return {
    simulated,
    shells,
    vault,
    config,
    at(gateway, tenant) {
      const about = aboutOf(config.inventory, { gateway, tenant });
      return { about, read: (readings) => readWorld(parts, about.gateway, readings) };
    },
    async run({ target, cmdlet, parameters }) {
      const [answer] = await shells.run([{ target, commands: [{ cmdlet, parameters }] }], {
        timeoutMs: 30_000,
        purpose: 'change',
      });
      if (answer?.outcome !== 'answered') throw new Error(`${cmdlet}: ${answer?.message}`);
      const error = answer.results[0]?.errors[0];
      if (error !== undefined) throw new Error(`${cmdlet}: ${error.message} (${error.errorId})`);
    },
    async close() {
      await shells.close();
      await simulated.close();
      redis.disconnect();
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
