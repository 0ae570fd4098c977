import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sent } from '../src/adapters/web/store';
import { packageRoot } from '../src/package-root';
import type { ChatName } from '../src/ports/chat';
import { type Installed, install } from '../test/e2e/install';
import { percentile } from './percentile';
import type { BenchRow } from './row';
import { type StartedProcess, startProcess } from './started-process';

const starts = 3;
const samples = 100;
const goals = { cold: 1_000, warm: 300 };
/** Idle is a bot that has said nothing for so long, in milliseconds. */
const idleMs = 150;
const withinMs = 30_000;

const cli = join(packageRoot, 'dist', 'src', 'cli.js');
const [person, place] = ['alice', '#netops'];

interface Asked {
  name: string;
  line: string;
  /** What ends it: the answer itself, or the card. */
  ends: RegExp;
}

const question: Asked = {
  name: 'question',
  line: 'list-s2s tenant=contoso',
  ends: /contoso-branch/,
};
const change: Asked = {
  name: 'change',
  line: 'add-s2s tenant=contoso site=hq',
  ends: /(CR-\d+) Waiting for approval/,
};

/** How long somebody looks at nothing after a command, in both chats: until a card, an answer, or the word that it is worked on. */
export async function run(): Promise<BenchRow[]> {
  // It is asked faster than people do, which Teams' own limits are not about.
  const installed = await install({ rate: false });
  try {
    const rows: BenchRow[] = [];
    for (const chat of ['slack', 'teams'] as const) {
      for (const asked of [question, change]) rows.push(...(await measure(installed, chat, asked)));
    }
    return rows;
  } finally {
    await installed.close();
  }
}

/** The worst of the first commands after several starts, and the rest after the last of these. */
async function measure(installed: Installed, chat: ChatName, asked: Asked): Promise<BenchRow[]> {
  const cold: number[] = [];
  const warm: number[] = [];
  for (let start = 1; start <= starts; start++) {
    const roles: StartedProcess[] = [];
    try {
      for (const role of ['worker', 'chat']) {
        roles.push(await startProcess(cli, [role], installed.environment));
      }
      await untilIdle(installed);
      cold.push(await untilSeen(installed, chat, asked));
      for (let i = 0; start === starts && i < samples; i++) {
        warm.push(await untilSeen(installed, chat, asked));
      }
    } finally {
      await Promise.all(roles.map((role) => role.stop()));
    }
  }
  const name = `heard-${chat}-${asked.name}`;
  const what = `${asked.line} in ${chat === 'slack' ? 'Slack' : 'Teams'} until something is seen`;
  return [
    row(`${name}-cold`, `${what}, first after a start, worst of ${starts}`, cold, 100, goals.cold),
    row(name, `${what}, p99`, warm, 99, goals.warm),
  ];
}

function row(name: string, what: string, times: number[], of: number, goal: number): BenchRow {
  const figure = percentile(times, of);
  return { name, what, figure, unit: 'ms', goal: `at most ${goal}`, met: figure <= goal };
}

/** Ask, and come to rest again. A change is cancelled, so that the next one can be asked. */
async function untilSeen(installed: Installed, chat: ChatName, asked: Asked): Promise<number> {
  const since = installed.sent.messages().length;
  const typed = typing(installed, chat);
  const from = performance.now();
  say(installed, chat, asked.line);
  const isSeen = () =>
    typing(installed, chat) > typed || seenSince(installed, chat, since).length > 0;
  await until(installed, isSeen);
  const ms = performance.now() - from;
  const answer = () =>
    seenSince(installed, chat, since).flatMap(({ text }) => asked.ends.exec(text) ?? []);
  await until(installed, () => answer().length > 0);
  const [, request] = answer();
  if (request?.startsWith('CR-')) {
    const before = installed.sent.messages().length;
    say(installed, chat, `cancel ${request}`);
    await until(installed, () => endedSince(installed, before, request));
  }
  await untilIdle(installed);
  return ms;
}

function say({ slack, teams }: Installed, chat: ChatName, line: string): void {
  const outcome =
    chat === 'slack'
      ? slack.say(person, place, `/mtgw ${line}`)
      : teams.say(person, place, `@mtgw ${line}`);
  if (!outcome.ok) throw new Error(outcome.error);
}

/** What that person can see there. */
function seenSince({ sent }: Installed, chat: ChatName, since: number): Sent[] {
  return sent
    .messages()
    .slice(since)
    .filter(
      (one) =>
        one.chat === chat &&
        one.place === place &&
        (one.visibleTo === undefined || one.visibleTo === person),
    );
}

/** Both cards say so. */
function endedSince({ sent }: Installed, since: number, request: string): boolean {
  const ended = sent
    .messages()
    .slice(since)
    .filter(({ edited, text }) => edited && text.includes(request) && /cancelled/i.test(text));
  return new Set(ended.map(({ chat }) => chat)).size === 2;
}

function typing({ teams }: Installed, chat: ChatName): number {
  if (chat !== 'teams') return 0;
  const channels = new Set(teams.store.entries.map(({ ref }) => ref.channel));
  return [...channels].reduce((sum, channel) => sum + teams.store.typing(channel), 0);
}

async function until({ sent }: Installed, isSo: () => boolean): Promise<void> {
  const end = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > end) {
      const last = sent.messages().slice(-5);
      throw new Error(`Nothing came. The last words:\n${last.map(({ text }) => text).join('\n')}`);
    }
    await sleep(1);
  }
}

async function untilIdle({ sent }: Installed): Promise<void> {
  const begun = Date.now();
  while (Date.now() - Math.max(sent.messages().at(-1)?.at ?? 0, begun) < idleMs) await sleep(20);
}
