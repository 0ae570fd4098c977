import { join } from 'node:path';
import type { ChangeRequest } from '../../approvals/request';
import type { Policy } from '../../approvals/policy';
import { createChannels } from '../../src/world/channels';
import { readConfig } from '../../src/config/directory';
import type { HealthStore } from '../../src/ports/health';
import { packageRoot } from '../../src/package-root';
import { createPeople } from '../../src/world/people';
import type { AuditLog } from '../../src/ports/audit';
import type { ChatName } from '../../src/ports/chat';
import type { Log } from '../../src/ports/log';
import type { ChangeStore } from '../../src/ports/store';
import type { Vault } from '../../src/ports/vault';
import type { Records, Settings } from '../../src/workflow/parts';
import { memoryAudit } from '../fakes/memory-audit';
import { type MemoryChat, memoryChat } from '../fakes/memory-chat';
import { memoryIntents } from '../fakes/memory-intents';
import { type MemoryMachine, memoryMachine } from '../fakes/memory-machine';
import { type MemoryProcesses, memoryProcesses } from '../fakes/memory-processes';
import { type MemoryQueue, memoryQueue } from '../fakes/memory-queue';
import { memoryStore } from '../fakes/memory-store';
import { memoryVault } from '../fakes/memory-vault';
import type { VirtualTime } from '../fakes/virtual-clock';
import type { Scenario } from './scenario';
import { addThings } from './things';

const minute = 60_000;

/** What a moved record looked like before, and which process moved it. */
export type OnWrite = (before: ChangeRequest | undefined, after: ChangeRequest) => void;

/** One installation of the bot: what its processes share, with nobody at work yet. */
export interface Installation {
  scenario: Scenario;
  time: VirtualTime;
  store: ChangeStore;
  audit: AuditLog;
  intents: ReturnType<typeof memoryIntents>;
  vault: Vault;
  queue: MemoryQueue;
  machine: MemoryMachine;
  machines: ReadonlyMap<string, MemoryMachine>;
  chats: { slack: MemoryChat; teams: MemoryChat };
  processesOf(host: string): MemoryProcesses;
  /** The newest version of every record. */
  records: Map<string, ChangeRequest>;
  /** Resolves at the next write or job, or after so long: what is idle need not look before. */
  nextStir(atMostMs: number): Promise<void>;
  /** Whether a chat does not show every request as it stands. */
  isBehind(chat: ChatName): boolean;
  /** Until when which request is shown in which chat by somebody. */
  showing: Map<string, number>;
  rest: Omit<Records, 'store' | 'audit' | 'intents' | 'vault' | 'queue' | 'clock' | 'log'>;
}

export const settings: Settings = {
  stepTimeoutMs: minute,
  stepMarginMs: 30_000,
  settleMs: 10_000,
  readTimeoutMs: 20_000,
  gateEveryMs: 20_000,
  retryEveryMs: 5_000,
  keepKeysMs: 0,
  watch: {
    probeEveryMs: minute,
    probeTimeoutMs: minute,
    leadMs: minute,
    staleAfterMs: minute,
    patience: {
      downMs: minute,
      unknownMs: minute,
      flaps: 4,
      flapsWithinMs: minute,
      calmMs: minute,
      staysDownMs: minute,
    },
  },
};

const policy: Policy = {
  version: 1,
  readers: ['network-engineers', 'network-leads', 'security'],
  tenantReaders: {},
  calls: { groups: {}, trouble: [] },
  rules: [
    {
      name: 'A change needs one approver of network-leads',
      when: {},
      requesters: ['network-engineers', 'network-leads'],
      approvers: [{ group: 'network-leads', count: 1 }],
      expires: { afterMinutes: 45, warnMinutesBefore: 5 },
      confirmWithinMinutes: 6,
    },
  ],
};

const config = readConfig(join(packageRoot, 'src', 'sandbox', 'config'));
const people = createPeople(config.people);
const channels = createChannels(config.channels);
const target = { version: '2022' as const, target: {}, hosts: {} };
const auditKey = Buffer.alloc(32, 7);

export const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

export function openInstallation(
  scenario: Scenario,
  time: VirtualTime,
  onWrite: OnWrite,
): Installation {
  const records = new Map<string, ChangeRequest>();
  const shown = new Map<string, number>();
  const hosts = new Map<string, MemoryProcesses>();
  const waiting = new Set<() => void>();
  const stir = () => {
    for (const wake of waiting) wake();
    waiting.clear();
  };
  const audit = memoryAudit(auditKey);
  const machine = memoryMachine('gw1', time.now);
  const chats = { slack: memoryChat('slack', time.clock), teams: memoryChat('teams', time.clock) };
  const queue = memoryQueue(time.clock, { lockMs: 8_000, stalledMs: 4_000 }, stir);
  const intents = memoryIntents();
  const plain = memoryStore(audit, intents, {
    leaseMs: settings.gateEveryMs,
    chats: ['slack', 'teams'],
    wall: time.now,
  });
  const wrote = (request: ChangeRequest) => {
    const before = records.get(request.id);
    records.set(request.id, request);
    stir();
    onWrite(before, request);
  };
  const store: ChangeStore = {
    ...plain,
    async create(request, draft) {
      const made = await plain.create(request, draft);
      wrote(made);
      return made;
    },
    async move(from, next, draft, along) {
      const moved = await plain.move(from, next, draft, along);
      if (moved.moved) wrote(moved.request);
      return moved;
    },
    async drawAnew(id, chat) {
      await plain.drawAnew(id, chat);
      shown.delete(`${chat} ${id}`);
      stir();
    },
    async cardsShown(id, chat, cards, over) {
      const remembered = await plain.cardsShown(id, chat, cards, over);
      if (remembered) shown.set(`${chat} ${id}`, cards.version);
      else shown.delete(`${chat} ${id}`);
      stir();
      return remembered;
    },
  };
  return {
    scenario,
    time,
    store,
    audit,
    intents,
    vault: memoryVault(time.now),
    queue,
    machine,
    machines: new Map([[machine.name, machine]]),
    chats,
    processesOf(host) {
      const known = hosts.get(host) ?? memoryProcesses(host);
      hosts.set(host, known);
      return known;
    },
    records,
    nextStir: (atMostMs) =>
      new Promise((resolve) => {
        const callOff = time.after(atMostMs, () => {
          waiting.delete(wake);
          resolve();
        });
        const wake = () => {
          callOff();
          resolve();
        };
        waiting.add(wake);
      }),
    isBehind: (chat) =>
      [...records.values()].some(({ id, version }) => shown.get(`${chat} ${id}`) !== version),
    showing: new Map(),
    rest: {
      health: {} as HealthStore,
      inventory: { gateways: { [machine.name]: target }, tenants: {} },
      people,
      channels,
      policy,
      operations: [addThings],
      settings,
      unsafe: () => [],
      unsafeNow: async () => [],
    },
  };
}
