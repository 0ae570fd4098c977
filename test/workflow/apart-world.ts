import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { createChannels } from '../../src/world/channels';
import { createEars } from '../../src/commands/hear';
import { readConfig } from '../../src/config/directory';
import { operations } from '../../src/ops/catalog';
import { packageRoot } from '../../src/package-root';
import { createPeople } from '../../src/world/people';
import type { Answer, Inbound } from '../../src/ports/chat';
import type { CommandResult, PsValue, TargetAnswer } from '../../src/ports/shells';
import { showRequest } from '../../src/workflow/cards';
import { execute, readFor } from '../../src/workflow/execute';
import type { ChatParts, WorkerParts } from '../../src/workflow/parts';
import { answerRead } from '../../src/workflow/read';
import { reconcile } from '../../src/workflow/reconcile';
import { memoryChat } from '../fakes/memory-chat';
import { realClock } from '../fakes/real-clock';
import { asUsual, type Recorded } from '../ops/recorded';
import { openLine } from './line-harness';

/* The whole line in one process, on a gateway that names other tenants wherever it can. */

/** What a gateway says of another tenant's things, wherever it says anything. */
export const spite =
  'Interface fabrikam-plant of routing domain Fabrikam (198.51.100.140) is in an invalid state';

type Reading = 'ok' | 'error' | 'unreachable' | 'died';
type Changing = 'ok' | 'error' | 'warning' | 'timeout' | 'died' | 'unreachable' | 'no session';

/** How the gateways behave. */
export interface Mood {
  rows: Recorded;
  read: Reading;
  change: Changing;
  /** What is read once a cmdlet was sent; as before when left out. */
  then?: { rows?: Recorded; read?: Reading };
}

export const calm: Mood = { rows: asUsual, read: 'ok', change: 'ok' };

/** Something that somebody could read. */
export interface Heard {
  channel: string;
  text: string;
  /** Said to one person alone, who had typed this. */
  typed?: string;
}

export interface Apart {
  mood: Mood;
  heard: Heard[];
  say(who: string, text: string, channel: string): Promise<void>;
  press(
    who: string,
    press: { action: string; value: string; reason?: string },
    channel: string,
  ): Promise<void>;
  /**
   * Plan, vote and run whatever is open until nothing moves any more; then show it in both chats.
   * @param then what somebody does once it has come to rest, before that
   */
  drive(then?: () => Promise<void>): Promise<void>;
  submit(who: string, operation: string, values: Record<string, string>): Promise<void>;
  /** All that was said, logged and stored, as one text. */
  everything(): Promise<string>;
  requests(): Promise<string[]>;
  /** What waits to be posted in the operations channel. */
  operatorsRead(): Promise<string[]>;
  close(): Promise<void>;
}

const config = readConfig(join(packageRoot, 'src', 'sandbox', 'config'));
/** Reads of contoso alone. */
const claire = { name: 'Claire', groups: ['contoso-people'], slack: 'U0CLAIRE' };

export async function openApart(redisUrl: string): Promise<Apart> {
  const line = await openLine(redisUrl);
  const jobs: (() => Promise<void>)[] = [];
  let sent = false;
  const now = () => (sent && apart.mood.then ? { ...apart.mood, ...apart.mood.then } : apart.mood);
  const shells = {
    ...line.parts.shells,
    ready: (...args: Parameters<WorkerParts['shells']['ready']>) =>
      apart.mood.change === 'no session' && args[0] === 'change'
        ? Promise.reject(new Error(spite))
        : line.parts.shells.ready(...args),
    run: async (batch: Parameters<WorkerParts['shells']['run']>[0]): Promise<TargetAnswer[]> =>
      batch.map(({ target, commands }) => {
        const isReading = commands.every(({ cmdlet }) => cmdlet.startsWith('Get-'));
        const how = isReading ? now().read : apart.mood.change;
        if (!isReading) sent = true;
        if (how === 'unreachable' || how === 'died') {
          return { target, outcome: how, message: spite, results: [] };
        }
        if (how === 'timeout') {
          return { target, outcome: 'timeout', message: 'it took longer than 10 s', results: [] };
        }
        const results = commands.map((command) => resultOf(command, how, now().rows));
        return { target, outcome: 'answered', results };
      }),
  };
  const channels = createChannels(config.channels);
  const clock = realClock;
  const chats = { slack: memoryChat('slack', clock), teams: memoryChat('teams', clock) };
  const logged: unknown[] = [];
  const note = (...said: unknown[]) => void logged.push(inspect(said, { depth: 9 }));
  const worker: WorkerParts = {
    ...line.parts,
    log: { info: note, warn: note, error: note },
    shells,
    channels,
    inventory: config.inventory,
    people: createPeople({ ...config.people, claire }),
    policy: { ...config.policy, tenantReaders: { contoso: ['contoso-people'] } },
    operations,
    gateways: Object.keys(config.inventory.gateways),
    settings: { ...line.parts.settings, retryEveryMs: 60_000 },
    queue: {
      ...line.parts.queue,
      enqueueChange: async (_gateway, request, run) =>
        void jobs.push(() => execute(worker, { request, run })),
      enqueuePlan: async (_gateway, request) => void jobs.push(() => readFor(worker, request)),
      hasChange: async () => false,
      ask: (_gateway, job) => answerRead(worker, job),
      servedBy: async () => 1,
    },
  };
  const chat: ChatParts = {
    ...worker,
    chats,
    taken: { take: async () => true },
    offerKey: async () => 'https://mtgw.example/key/1',
  };
  const ears = createEars(chat);
  const read = { slack: 0, teams: 0 };

  async function hear(who: string, channel: string, what: object, typed: string) {
    const tell = (said: unknown) =>
      void apart.heard.push({ channel, text: JSON.stringify(said), typed });
    const answer: Answer = {
      say: async (message) => tell(message),
      working: async () => {},
      form: async (form) => tell(form),
    };
    const person = worker.people.byId(who)?.accounts.find((account) => account.chat === 'slack');
    const event = {
      id: randomBytes(6).toString('hex'),
      from: person,
      where: { chat: 'slack', channel },
      on: { chat: 'slack', channel, id: '1.1' },
      ...what,
    };
    await ears(event as Inbound, answer);
  }

  async function settle() {
    for (let round = 0; round < 5 && (await worker.store.open()).length > 0; round++) {
      for (const { id, state } of await worker.store.open()) {
        if (state === 'planning') await readFor(worker, id);
        if (state === 'pending') await apart.say('bob', `approve ${id}`, '#mtgw');
      }
      await reconcile(worker);
      for (const job of jobs.splice(0)) await job();
    }
  }

  async function show(name: 'slack' | 'teams', requests: readonly { id: string }[]) {
    for (const { id } of requests) await showRequest(chat, name, id);
    const posted = chats[name].posted();
    for (const { place, message } of posted.slice(read[name])) {
      apart.heard.push({ channel: place.channel, text: JSON.stringify(message) });
    }
    read[name] = posted.length;
    for (const { message } of await worker.health.firstNotices(name, 'contoso', 50)) {
      apart.heard.push({ channel: '#contoso', text: JSON.stringify(message) });
    }
  }

  const apart: Apart = {
    mood: calm,
    heard: [],
    say: (who, text, channel) => hear(who, channel, { kind: 'command', text }, text),
    submit: (who, operation, values) =>
      hear(
        who,
        '#mtgw',
        { kind: 'submit', context: JSON.stringify({ operation }), values },
        JSON.stringify(values),
      ),
    everything: async () =>
      JSON.stringify([apart.heard.map(({ text }) => text), logged, await line.stored()]),
    press: (who, press, channel) => hear(who, channel, { kind: 'press', ...press }, press.value),
    async drive(then) {
      sent = false;
      const moved = await worker.store.open();
      await settle();
      await then?.();
      if (then !== undefined) await settle();
      for (const name of ['slack', 'teams'] as const) await show(name, moved);
      // The next case begins with a free gateway.
      for (const { id } of await worker.store.open()) await endIt(worker, id);
    },
    requests: async () => (await worker.store.recent(500)).map(({ id }) => id),
    operatorsRead: async () =>
      (await worker.health.firstNotices('slack', 'mtgw', 500)).map((notice) =>
        JSON.stringify(notice.message),
      ),
    close: () => line.close(),
  };
  return apart;
}

async function endIt(parts: WorkerParts, id: string): Promise<void> {
  const request = await parts.store.get(id);
  if (request === undefined) return;
  const next = { ...request, state: 'closed' as const, due: {} };
  await parts.store.move(request, next, { at: 1, actor: 'mtgw', action: 'test.ended', detail: {} });
}

function resultOf(
  { cmdlet, parameters }: { cmdlet: string; parameters: Record<string, unknown> },
  how: 'ok' | 'error' | 'warning' | 'no session',
  rows: Recorded,
): CommandResult {
  const domain = parameters['RoutingDomain'];
  const output = (rows[cmdlet] ?? []).filter(
    (row) =>
      typeof domain !== 'string' ||
      typeof row['RoutingDomain'] !== 'string' ||
      row['RoutingDomain'].toLowerCase() === domain.toLowerCase(),
  ) as PsValue[];
  const error = {
    errorId: `${spite},${cmdlet}`,
    category: spite,
    message: spite,
    terminating: true,
  };
  return {
    output,
    errors: how === 'error' ? [error] : [],
    warnings: how === 'warning' ? [spite, spite] : [],
    durationMs: 1,
  };
}
