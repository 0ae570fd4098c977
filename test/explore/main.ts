import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { follow } from './choosers';
import {
  emptyTally,
  exploreAtRandom,
  explorePairs,
  exploreSingles,
  merge,
  type Share,
  type Tally,
} from './explore';
import type { Deviation } from './fault';
import { explain, table } from './report';
import { runOnce } from './run-once';
import { scenarios } from './scenario';

/* `npm run explore -- [--runs N] [--seed S] [--single] [--pairs] [--scenario NAME] [--at CALL] [--replay JSON]` */

interface Order {
  runs: number;
  seed: number;
  mode: 'random' | 'single' | 'pairs';
  scenario: string | undefined;
  at: string | undefined;
}

function readOrder(words: string[]): Order {
  const value = (name: string) => words[words.indexOf(name) + 1];
  const number = (name: string, usual: number) =>
    words.includes(name) ? Number(value(name)) : usual;
  return {
    runs: number('--runs', 3_000),
    seed: number('--seed', 1),
    mode: words.includes('--pairs') ? 'pairs' : words.includes('--single') ? 'single' : 'random',
    scenario: words.includes('--scenario') ? value('--scenario') : undefined,
    at: words.includes('--at') ? value('--at') : undefined,
  };
}

async function work({ runs, seed, mode, scenario }: Order, share: Share): Promise<Tally> {
  const tally = emptyTally();
  const among = scenarios.filter(({ name }) => scenario === undefined || name === scenario);
  if (mode === 'random') {
    await exploreAtRandom(tally, seedsOf(seed, runs, share), among);
    return tally;
  }
  for (const one of among) {
    await (mode === 'single' ? exploreSingles : explorePairs)(tally, one, share);
  }
  return tally;
}

function* seedsOf(seed: number, runs: number, { of, mine }: Share): Generator<number> {
  for (let i = mine; i < runs; i += of) yield seed + i;
}

async function main(words: string[]): Promise<number> {
  const replay = words[words.indexOf('--replay') + 1];
  if (words.includes('--replay') && replay !== undefined) {
    return tell(JSON.parse(replay) as { scenario: string; schedule: Deviation[] });
  }
  const order = readOrder(words);
  const begun = performance.now();
  const threads = order.runs < 20 ? 1 : Math.min(4, availableParallelism());
  const tally = emptyTally();
  const shares = Array.from({ length: threads }, (_, mine) => ({
    of: threads,
    mine,
    at: order.at,
  }));
  const parts = await Promise.all(
    shares.map((share) => (threads === 1 ? work(order, share) : inThread(order, share))),
  );
  for (const part of parts) merge(tally, part);
  for (const failure of Object.values(tally.failures)) {
    process.stdout.write(`${await explain(failure.least)}\n\n`);
  }
  process.stdout.write(`${table(tally)}\n`);
  process.stdout.write(`${((performance.now() - begun) / 1_000).toFixed(1)} s\n`);
  return Object.keys(tally.failures).length === 0 ? 0 : 1;
}

function inThread(order: Order, share: Share): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(__filename, { workerData: { order, share } });
    thread.once('message', resolve);
    thread.once('error', reject);
  });
}

async function tell({ scenario, schedule }: { scenario: string; schedule: Deviation[] }) {
  const found = scenarios.find(({ name }) => name === scenario);
  if (found === undefined) throw new Error(`No scenario is called ${scenario}.`);
  const { story, breaches } = await runOnce(found, follow(schedule), { telling: true });
  process.stdout.write(`${story.join('\n')}\n`);
  for (const { invariant, seen } of breaches)
    process.stdout.write(`BROKEN: ${invariant}: ${seen}\n`);
  return breaches.length === 0 ? 0 : 1;
}

if (isMainThread) {
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
      process.exit(1);
    },
  );
} else {
  const { order, share } = workerData as { order: Order; share: Share };
  void work(order, share).then((tally) => parentPort?.postMessage(tally));
}
