import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { ChangeRequest } from '../../approvals/request';
import { createChangeQueue } from '../../src/adapters/redis/change-queue';
import { connect, whenReady } from '../../src/adapters/redis/connect';
import { openRecords } from '../../src/adapters/redis/records';
import type { ChangeOperation } from '../../src/ops/operation';
import type { Log } from '../../src/ports/log';
import type { GatewayShells, TargetAnswer } from '../../src/ports/shells';
import { enqueue } from '../../src/workflow/enqueue';
import { execute } from '../../src/workflow/execute';
import { makePlan } from '../../src/workflow/plan';
import { reconcile } from '../../src/workflow/reconcile';
import { askUndo } from '../../src/workflow/steer';
import type { WorkerParts } from '../../src/workflow/parts';
import { approvedRequest, partsOf } from './noop-worker';

const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** The workflow on a real Redis, with a gateway that answers and reads as each test says. */
export interface Line {
  parts: WorkerParts;
  /** Everything that stands in Redis under this installation's names. */
  stored(): Promise<string>;
  /** How many cmdlets ran; the second is the undo. */
  cmdlets: number;
  /** What the gateway reads as, before and after the first cmdlet. */
  readings: { before: object | null; after: object | null };
  answer: (target: string) => TargetAnswer;
  onCmdlet: () => Promise<void>;
  /** Called before every reading of where the plan stands. */
  observing: () => Promise<void>;
  operation(): ChangeOperation;
  /** CR-1 from approved to where its first run leaves it. */
  run(change?: Partial<ChangeRequest>): Promise<ChangeRequest>;
  now(): Promise<ChangeRequest>;
  /** CR-1 with the plan that its operation makes now, voted on as it is. */
  runPlanned(): Promise<ChangeRequest>;
  /** Somebody asks to take it back, and a job does. */
  undo(): Promise<ChangeRequest>;
  /** What the reconciler and the queue do once the jobs of before are gone: one round of each. */
  round(): Promise<ChangeRequest>;
  close(): Promise<void>;
}

export const audit = { at: 1, actor: 'alice', action: 'request.created', detail: {} };

export function done(target: string): TargetAnswer {
  const results = [{ output: [], errors: [], warnings: [], durationMs: 1 }];
  return { target, outcome: 'answered', results };
}

export async function openLine(redisUrl: string): Promise<Line> {
  const redis = connect(redisUrl, 'worker', quiet);
  await whenReady(redis, 5_000);
  const prefix = `line-${randomBytes(4).toString('hex')}`;
  const keys = { auditKey: randomBytes(32), vaultKey: randomBytes(32) };
  const records = openRecords(redis, { prefix, ...keys, log: quiet });
  const queue = createChangeQueue(redis, prefix, quiet);
  const parts = partsOf(records, queue, ['gw1'], { onCmdlet: () => {}, log: quiet });
  const line: Line = {
    parts,
    stored: () => dump(redis, prefix),
    cmdlets: 0,
    readings: { before: null, after: { there: true } },
    answer: done,
    onCmdlet: async () => {},
    observing: async () => {},
    operation() {
      const [noop] = line.parts.operations;
      if (noop?.kind !== 'change') throw new Error('the no-op is a change');
      return noop;
    },
    async run(change = {}) {
      const made = { ...approvedRequest('CR-1', 'gw1', 1), due: { expiry: 9e12 }, ...change };
      const queued = await enqueue(line.parts, await line.parts.store.create(made, audit));
      await execute(line.parts, { request: queued.id, run: queued.run });
      return line.now();
    },
    async now() {
      const request = await line.parts.store.get('CR-1');
      if (request === undefined) throw new Error('CR-1 is lost');
      return request;
    },
    async runPlanned() {
      const made = approvedRequest('CR-1', 'gw1', 1);
      const plan = await makePlan(line.parts, made);
      const votes = made.votes.map((vote) => ({ ...vote, fingerprint: plan.fingerprint }));
      return line.run({ plan, votes });
    },
    async undo() {
      const undoing = await askUndo(line.parts, await line.now(), 'alice');
      await execute(line.parts, { request: 'CR-1', run: undoing.run });
      return line.now();
    },
    async round() {
      const jobs: { request: string; run: number }[] = [];
      const idle = {
        ...line.parts.queue,
        hasChange: async () => false,
        enqueueChange: async (_: string, request: string, run: number) =>
          void jobs.push({ request, run }),
      };
      await reconcile({ ...line.parts, queue: idle });
      for (const job of jobs) await execute(line.parts, job);
      return line.now();
    },
    async close() {
      await queue.close();
      redis.disconnect();
    },
  };
  parts.shells = lookingApart(parts.shells, () => line.observing());
  parts.shells.run = async ([batch]) => {
    line.cmdlets += 1;
    await line.onCmdlet();
    return [line.answer(batch?.target ?? '')];
  };
  const { plan, ...noop } = line.operation();
  line.parts.operations = [
    {
      ...noop,
      looks: () => ({ thing: { cmdlet: 'Get-VpnS2SInterface', parameters: {}, as: () => null } }),
      stateOf() {
        const { before, after } = line.readings;
        return { thing: (line.cmdlets === 1 ? after : before) as never };
      },
      plan: (...given) => ({
        ...plan(...given),
        before: { thing: line.readings.before as never },
      }),
    },
  ];
  return line;
}

/** What a test puts in the place of `run` is for changes alone: a look is the harness's own. */
function lookingApart(shells: GatewayShells, look: () => Promise<void>): GatewayShells {
  let change = shells.run;
  return {
    ...shells,
    get run(): GatewayShells['run'] {
      // As it is now: a test may put one that calls the former in its place.
      const former = change;
      return async (batch, how) => {
        if (how.purpose === 'change') return former(batch, how);
        await look();
        return batch.map(({ target, commands }) => ({
          target,
          outcome: 'answered',
          results: commands.map(() => ({ output: [], errors: [], warnings: [], durationMs: 0 })),
        }));
      };
    },
    set run(run) {
      change = run;
    },
  };
}

async function dump(redis: Redis, prefix: string): Promise<string> {
  const all: unknown[] = [];
  for (const key of await redis.keys(`{${prefix}}:*`)) {
    const read: Record<string, () => Promise<unknown>> = {
      string: () => redis.get(key),
      hash: () => redis.hgetall(key),
      list: () => redis.lrange(key, 0, -1),
      set: () => redis.smembers(key),
      zset: () => redis.zrange(key, '0', '-1'),
      stream: () => redis.xrange(key, '-', '+'),
    };
    all.push(key, await read[await redis.type(key)]?.());
  }
  return JSON.stringify(all);
}
