import { randomBytes } from 'node:crypto';
import type { ChangeRequest } from '../../approvals/request';
import { createChangeQueue } from '../../src/adapters/redis/change-queue';
import { connect, whenReady } from '../../src/adapters/redis/connect';
import { openRecords } from '../../src/adapters/redis/records';
import { GatewayError } from '../../src/errors';
import { createPeople } from '../../src/people';
import type { TargetAnswer } from '../../src/ports';
import { enqueue } from '../../src/workflow/enqueue';
import { execute, readFor } from '../../src/workflow/execute';
import { note } from '../../src/workflow/move';
import type { WorkerParts } from '../../src/workflow/parts';
import { reconcile } from '../../src/workflow/reconcile';
import { recover } from '../../src/workflow/recover';
import { askUndo, settleByPerson } from '../../src/workflow/steer';
import { type RedisServer, startRedis } from '../redis-server';
import { approvedRequest, partsOf } from './noop-worker';

/* The line from approved to its end, on a real Redis, with a gateway that answers as each test says. */

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
let server: RedisServer;
let parts: WorkerParts;
let closeAll: () => Promise<void>;
let cmdlets = 0;
/** What the gateway reads as, before and after the cmdlet. */
let readings: { before: object | null; after: object | null };
let answer: (target: string) => TargetAnswer;
let onCmdlet: () => Promise<void>;
/** Called before every reading of where the plan stands. */
let observing: () => Promise<void>;

function done(target: string): TargetAnswer {
  const results = [{ output: [], errors: [], warnings: [], durationMs: 1 }];
  return { target, outcome: 'answered', results };
}

beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

beforeEach(async () => {
  const redis = connect(server.url, 'worker', quiet);
  await whenReady(redis, 5_000);
  const prefix = `line-${randomBytes(4).toString('hex')}`;
  const keys = { auditKey: randomBytes(32), vaultKey: randomBytes(32) };
  const records = openRecords(redis, { prefix, ...keys, log: quiet });
  const queue = createChangeQueue(redis, prefix, quiet);
  parts = partsOf(records, queue, ['gw1'], { onCmdlet: () => {}, log: quiet });
  cmdlets = 0;
  readings = { before: null, after: { there: true } };
  answer = done;
  onCmdlet = async () => {};
  observing = async () => {};
  parts.shells.run = async ([batch]) => {
    cmdlets += 1;
    await onCmdlet();
    return [answer(batch?.target ?? '')];
  };
  const noop = theOperation();
  const { plan } = noop;
  parts.operations = [
    {
      ...noop,
      // The second cmdlet is the undo.
      observe: async () => {
        await observing();
        return { thing: (cmdlets === 1 ? readings.after : readings.before) as never };
      },
      plan: async (args, context) => ({
        ...(await plan(args, context)),
        before: { thing: readings.before as never },
      }),
    },
  ];
  closeAll = async () => {
    await queue.close();
    redis.disconnect();
  };
});
afterEach(() => closeAll());

function theOperation() {
  const [noop] = parts.operations;
  if (noop?.kind !== 'change') throw new Error('the no-op is a change');
  return noop;
}

async function run(change: Partial<ChangeRequest> = {}): Promise<ChangeRequest> {
  const made = { ...approvedRequest('CR-1', 'gw1', 1), due: { expiry: 9e12 }, ...change };
  const audit = { at: 1, actor: 'alice', action: 'request.created', detail: {} };
  const queued = await enqueue(parts, await parts.store.create(made, audit));
  await execute(parts, { request: queued.id, run: queued.run });
  return now();
}

async function now(): Promise<ChangeRequest> {
  const request = await parts.store.get('CR-1');
  if (request === undefined) throw new Error('CR-1 is lost');
  return request;
}

describe('from approved to the end', () => {
  it('what was approved runs once, is proven by reading, and waits for Keep', async () => {
    const request = await run();
    expect(request.state).toBe('unconfirmed');
    expect(cmdlets).toBe(1);
    expect(request.due.confirm).toBeGreaterThan(Date.now());
    await execute(parts, { request: 'CR-1', run: request.run });
    expect(cmdlets).toBe(1);
  });

  it('nothing runs when a voter has left the group since; it waits for votes again', async () => {
    parts.people = createPeople({ bob: { name: 'Bob', groups: [], slack: 'U0BOB' } });
    const request = await run();
    expect(request.state).toBe('pending');
    expect(request.due.expiry).toBe(9e12);
    expect(cmdlets).toBe(0);
  });

  it('nothing runs when the gateway moved; the difference is said', async () => {
    readings.before = { there: 'otherwise' };
    const request = await run();
    expect(request.state).toBe('stale');
    expect(request.because).toMatch(/thing exists/);
    expect(cmdlets).toBe(0);
  });

  it('nothing runs when the gateway cannot be read; it goes back, and still expires', async () => {
    const noop = theOperation();
    const gone = new GatewayError('gw1 does not answer.', { target: 'gw1', errorId: 'timeout' });
    parts.operations = [{ ...noop, plan: () => Promise.reject(gone) }];
    const request = await run();
    expect(request.state).toBe('approved');
    expect(request.due.expiry).toBe(9e12);
    expect(cmdlets).toBe(0);
    parts.operations = [noop];
    await reconcile(parts);
    const again = await now();
    await execute(parts, { request: 'CR-1', run: again.run });
    expect((await now()).state).toBe('unconfirmed');
    expect(cmdlets).toBe(1);
  });

  it('a cmdlet that failed is not taken at its word: the reading decides', async () => {
    const error = { errorId: 'X,Add', category: '', message: 'no', terminating: true };
    answer = (target) => ({
      target,
      outcome: 'answered',
      results: [{ output: [], errors: [error], warnings: [], durationMs: 1 }],
    });
    readings.after = null;
    expect((await run()).state).toBe('undone');
  });

  it('a cmdlet that succeeded is not taken at its word either', async () => {
    readings.after = null;
    const request = await run();
    expect(request.state).toBe('undone');
    expect(request.timeline.map((line) => line.sentence).join(' ')).toMatch(/did not take effect/);
  });

  it('without an answer it is unknown, with what the reading shows, and a person decides', async () => {
    answer = (target) => ({ target, outcome: 'died', message: 'the shell died', results: [] });
    const ended: string[] = [];
    parts.processes.end = async ({ pid }) => void ended.push(`${pid} after ${cmdlets}`);
    const request = await run();
    expect(request).toMatchObject({ state: 'unknown', found: 'applied' });
    // Its process is gone before anything is read: an orphan would finish the cmdlet.
    expect(ended).toEqual(['1 after 1']);
    await reconcile(parts);
    expect((await now()).state).toBe('unknown');
    expect(cmdlets).toBe(1);
  });

  it('what somebody else changed meanwhile is not touched by undo', async () => {
    readings.after = { there: 'but different' };
    const request = await run();
    expect(request).toMatchObject({ state: 'stuck', found: 'foreign' });
    expect(cmdlets).toBe(1);
  });

  it('a cancel that comes during the step is heeded after it', async () => {
    onCmdlet = async () => {
      if (cmdlets > 1) return;
      await note(parts, await now(), 'cancel.asked', {
        by: 'alice',
        because: 'alice asks to cancel',
        change: { cancelAsked: { by: 'alice', at: 1 } },
      });
    };
    const request = await run();
    expect(request.timeline.map((line) => line.sentence).join(' ')).toMatch(/Cancelled by alice/);
    expect(request.state).toBe('undone');
    expect(cmdlets).toBe(2);
  });

  it('a job of an older run finds nothing to do', async () => {
    const made = { ...approvedRequest('CR-1', 'gw1', 1), run: 4 };
    const audit = { at: 1, actor: 'alice', action: 'request.created', detail: {} };
    const queued = await enqueue(parts, await parts.store.create(made, audit));
    await execute(parts, { request: 'CR-1', run: queued.run - 1 });
    expect((await now()).state).toBe('queued');
    expect(cmdlets).toBe(0);
  });

  it('a worker that dies in the middle leaves it to a reading and a person, never to another run', async () => {
    const died = new Error('kill -9');
    onCmdlet = () => Promise.reject(died);
    await expect(run()).rejects.toBe(died);
    expect((await now()).state).toBe('applying');
    parts.processes.isAlive = async () => false;
    await parts.queue.close();
    await reconcile({ ...parts, queue: { ...parts.queue, hasChange: async () => false } });
    const request = await now();
    expect(request).toMatchObject({ state: 'unknown', found: 'applied' });
    expect(request.because).toMatch(/The worker died during Add-VpnS2SInterface/);
    expect(cmdlets).toBe(1);
    expect(await parts.intents.find('gw1')).toBeUndefined();
  });

  it("what is there although our step failed may be somebody else's: it is not undone", async () => {
    const error = { errorId: '904,Add', category: '', message: 'exists', terminating: false };
    answer = (target) => ({
      target,
      outcome: 'answered',
      results: [{ output: [], errors: [error], warnings: [], durationMs: 1 }],
    });
    const request = await run();
    expect(request).toMatchObject({ state: 'stuck', found: 'applied' });
    expect(request.because).toMatch(/somebody else may have made it/);
    expect(cmdlets).toBe(1);
  });

  it('a worker that was taken for dead runs nothing more, however late it wakes', async () => {
    const kept = await run();
    const undoing = await askUndo(parts, kept, 'alice');
    let recovered = false;
    observing = async () => {
      if (recovered) return;
      recovered = true;
      // Meanwhile another worker takes over, and leaves it to a person.
      expect(await recover(parts, await now())).toBe(true);
    };
    await expect(execute(parts, { request: 'CR-1', run: undoing.run })).resolves.toBeUndefined();
    expect((await now()).state).toBe('unknown');
    expect(cmdlets).toBe(1);
  });

  it('while it waits for Keep it is read again, and what changed is left to a person', async () => {
    await run();
    readings.after = { there: 'but different' };
    await readFor(parts, 'CR-1');
    expect(await now()).toMatchObject({ state: 'stuck', found: 'foreign' });
    expect(cmdlets).toBe(1);
  });

  it('a reading that throws whatever leaves it unknown, never at work for ever', async () => {
    observing = () => Promise.reject(new TypeError('a row without a name'));
    const request = await run();
    expect(request).toMatchObject({ state: 'unknown', found: 'unreadable' });
  });

  it('the confirm timer runs from the moment that the last step is done', async () => {
    observing = async () => {
      expect((await now()).due.confirm).toBeGreaterThan(Date.now());
    };
    expect((await run()).state).toBe('unconfirmed');
  });

  it('votes that suffice but were not acted on are acted on', async () => {
    const made = { ...approvedRequest('CR-1', 'gw1', 1), state: 'pending' as const };
    const audit = { at: 1, actor: 'alice', action: 'request.created', detail: {} };
    await parts.store.create(made, audit);
    await reconcile(parts);
    expect((await now()).state).toBe('queued');
  });

  it('run again does not remember a cancel of before', async () => {
    answer = (target) => ({ target, outcome: 'timeout', message: 'too slow', results: [] });
    readings.after = null;
    const unknown = await run({ cancelAsked: { by: 'alice', at: 1 } });
    expect(unknown).toMatchObject({ state: 'unknown', found: 'not-applied' });
    answer = done;
    readings.after = { there: true };
    cmdlets = 0;
    const again = await settleByPerson(parts, unknown, 'alice', 'run-again', undefined);
    await execute(parts, { request: 'CR-1', run: again.run });
    expect((await now()).state).toBe('unconfirmed');
  });

  it('run again asks the votes again', async () => {
    answer = (target) => ({ target, outcome: 'timeout', message: 'too slow', results: [] });
    readings.after = null;
    const unknown = await run();
    parts.people = createPeople({
      alice: { name: 'Alice', groups: ['network-engineers'] },
      bob: { name: 'Bob', groups: [] },
    });
    cmdlets = 0;
    const again = await settleByPerson(parts, unknown, 'alice', 'run-again', undefined);
    await execute(parts, { request: 'CR-1', run: again.run });
    expect(await now()).toMatchObject({ state: 'stuck' });
    expect(cmdlets).toBe(0);
  });

  it('a gateway that stays unreadable is said once', async () => {
    const noop = theOperation();
    const gone = new GatewayError('gw1 does not answer.', { target: 'gw1', errorId: 'timeout' });
    parts.operations = [{ ...noop, plan: () => Promise.reject(gone) }];
    await run();
    for (let round = 0; round < 4; round++) {
      await reconcile(parts);
      await execute(parts, { request: 'CR-1', run: (await now()).run });
    }
    const said = (await now()).timeline.filter(({ sentence }) => /does not answer/.test(sentence));
    expect(said).toHaveLength(1);
  });
});
