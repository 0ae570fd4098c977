import { randomBytes } from 'node:crypto';
import { createChangeQueue } from '../../src/adapters/redis/change-queue';
import { connect, whenReady } from '../../src/adapters/redis/connect';
import { openRecords } from '../../src/adapters/redis/records';
import { createChannels } from '../../src/world/channels';
import { inventorySchema } from '../../src/world/inventory';
import type { Chat, ChatName } from '../../src/ports/chat';
import type { Log } from '../../src/ports/log';
import type { GatewayShells, PsValue, TargetAnswer } from '../../src/ports/shells';
import type { ChatParts, WorkerParts } from '../../src/workflow/parts';
import { memoryChat } from '../fakes/memory-chat';
import { memoryTakenEvents } from '../fakes/memory-taken-events';
import { realClock } from '../fakes/real-clock';
import { partsOf } from '../workflow/noop-worker';

const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** Two gateways with a tenant each, answering as a test says, and the bot's memory in a real Redis. */
export interface Watched {
  prefix: string;
  /** Moved by hand. */
  clock: { at: number };
  /** Tunnels that are down. */
  down: Set<string>;
  /** Called for every gateway of a batch; what it resolves with is waited for. */
  onProbe: (gateway: string) => Promise<void>;
  /** The parts of one more worker process, and the shells that it probes with. */
  worker(): Promise<{ parts: WorkerParts; shells: GatewayShells; batches: string[][] }>;
  close(): void;
}

const tenant = (gateway: string, name: string, digit: string) => ({
  gateway,
  routingDomain: name,
  routingDomainId: `{0000000${digit}-0000-4000-8000-000000000000}`,
  isolation: 'hnv',
  channels: [name.toLowerCase()],
});

const inventory = inventorySchema.parse({
  gateways: { gw1: { version: '2012r2', target: {} }, gw2: { version: '2012r2', target: {} } },
  tenants: { contoso: tenant('gw1', 'Contoso', '1'), northwind: tenant('gw2', 'Northwind', '2') },
});
const both = (name: string) => ({ slack: `s-${name}`, teams: `t-${name}`, health: true });
const daily = { at: '0 7 * * *', timeZone: 'UTC' };
export const channels = createChannels({
  mtgw: { ...both('mtgw'), operations: true, digest: daily },
  contoso: { ...both('contoso'), operations: false },
  northwind: { ...both('northwind'), operations: false, digest: daily },
  quiet: { ...both('quiet'), operations: true, health: false },
});

export function openWatched(redisUrl: string): Watched {
  const opened: { close(): void }[] = [];
  const watched: Watched = {
    prefix: `watch-${randomBytes(4).toString('hex')}`,
    clock: { at: Date.parse('2026-01-10T06:00:00Z') },
    down: new Set(),
    onProbe: async () => {},
    async worker() {
      const redis = connect(redisUrl, 'worker', quiet);
      await whenReady(redis, 5_000);
      const keys = { auditKey: Buffer.alloc(32, 1), vaultKey: Buffer.alloc(32, 2) };
      const records = openRecords(redis, { prefix: watched.prefix, ...keys, log: quiet });
      const queue = createChangeQueue(redis, watched.prefix, quiet);
      const gateways = Object.keys(inventory.gateways);
      const base = partsOf(records, queue, gateways, { onCmdlet: () => {}, log: quiet });
      const parts = {
        ...base,
        inventory,
        channels,
        clock: { ...realClock, now: () => watched.clock.at },
      };
      const batches: string[][] = [];
      const shells: GatewayShells = {
        ...base.shells,
        async run(batch) {
          batches.push(batch.map(({ target }) => target));
          return await Promise.all(
            batch.map(async ({ target, commands }): Promise<TargetAnswer> => {
              await watched.onProbe(target);
              const results = commands.map(({ cmdlet }) => ({
                output: answerOf(watched, target, cmdlet),
                errors: [],
                warnings: [],
                durationMs: 1,
              }));
              return { target, outcome: 'answered', results };
            }),
          );
        },
      };
      opened.push({
        close: () => {
          void queue.close();
          redis.disconnect();
        },
      });
      return { parts, shells, batches };
    },
    close: () => {
      for (const one of opened) one.close();
    },
  };
  return watched;
}

/** A chat role's parts, with chats that keep what was posted, and are down when a test says so. */
export function chatPartsOf(
  parts: WorkerParts,
  isDown: () => boolean,
  refuses: (key: string) => boolean = () => false,
) {
  const posted: { channel: string; summary: string; key: string }[] = [];
  const chat = (name: ChatName): Chat => {
    const platform = memoryChat(name, realClock);
    return {
      ...platform,
      async post(to, message, key) {
        if (name === 'teams' && isDown()) throw new Error('teams is down');
        if (refuses(key)) throw new Error(`${key} is refused`);
        posted.push({ channel: to.channel, summary: message.summary, key });
        return platform.post(to, message, key);
      },
    };
  };
  const chats: ChatParts['chats'] = { slack: chat('slack'), teams: chat('teams') };
  const taken = memoryTakenEvents();
  const chatParts: ChatParts = { ...parts, chats, taken, offerKey: async () => '' };
  return { chatParts, posted };
}

function answerOf({ down }: Watched, gateway: string, cmdlet: string): PsValue[] {
  const domain = gateway === 'gw1' ? 'Contoso' : 'Northwind';
  const name = `${domain.toLowerCase()}-branch`;
  switch (cmdlet) {
    case 'Get-VpnS2SInterface':
      return [
        {
          Name: name,
          RoutingDomain: domain,
          AdminStatus: true,
          Persistent: true,
          ConnectionState: down.has(name) ? 'Unreachable' : 'Connected',
          LastError: down.has(name) ? 809 : 0,
        },
      ];
    case 'Get-RemoteAccessRoutingDomain':
      return [{ RoutingDomain: domain, RoutingDomainStatus: 'Enabled and Available' }];
    case 'Get-Service':
      return ['RemoteAccess', 'RasMan', 'IKEEXT', 'BFE'].map((service) => ({
        Name: service,
        Status: 'Running',
      }));
    default:
      return [];
  }
}
