import { GatewayError } from '../../src/errors';
import { createPeople } from '../../src/world/people';
import { enqueue } from '../../src/workflow/enqueue';
import { execute } from '../../src/workflow/execute';
import { note } from '../../src/workflow/move';
import { reconcile } from '../../src/workflow/reconcile';
import { type RedisServer, startRedis } from '../redis-server';
import { fail } from './fail';
import { audit, type Line, openLine } from './line-harness';
import { approvedRequest } from './noop-worker';

let server: RedisServer;
let line: Line;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  line = await openLine(server.url);
});
afterEach(() => line.close());

describe('from approved to the end', () => {
  it('what was approved runs once, is proven by reading, and waits for Keep', async () => {
    const request = await line.run();
    expect(request.state).toBe('unconfirmed');
    expect(line.cmdlets).toBe(1);
    expect(await line.parts.intents.find('gw1')).toBeUndefined();
    expect(request.due.confirm).toBeGreaterThan(Date.now());
    await execute(line.parts, { request: 'CR-1', run: request.run });
    expect(line.cmdlets).toBe(1);
  });

  it('nothing runs when a voter has left the group since; it waits for votes again', async () => {
    line.parts.people = createPeople({ bob: { name: 'Bob', groups: [], slack: 'U0BOB' } });
    const request = await line.run();
    expect(request.state).toBe('pending');
    expect(request.due.expiry).toBe(9e12);
    expect(line.cmdlets).toBe(0);
  });

  it('nothing runs when the gateway moved; the difference is said', async () => {
    line.readings.before = { there: 'otherwise' };
    const request = await line.run();
    expect(request.state).toBe('stale');
    expect(request.because).toMatch(/thing exists/);
    expect(line.cmdlets).toBe(0);
  });

  it('nothing runs when the gateway cannot be read; it goes back, and still expires', async () => {
    const noop = line.operation();
    const gone = new GatewayError('gw1 does not answer.', { target: 'gw1', errorId: 'timeout' });
    line.parts.operations = [{ ...noop, plan: () => fail(gone) }];
    const request = await line.run();
    expect(request.state).toBe('approved');
    expect(request.due.expiry).toBe(9e12);
    expect(line.cmdlets).toBe(0);
    line.parts.operations = [noop];
    await reconcile(line.parts);
    const again = await line.now();
    await execute(line.parts, { request: 'CR-1', run: again.run });
    expect((await line.now()).state).toBe('unconfirmed');
    expect(line.cmdlets).toBe(1);
  });

  it('a cmdlet that failed is not taken at its word: the reading decides', async () => {
    const error = { errorId: 'X,Add', category: '', message: 'no', terminating: true };
    line.answer = (target) => ({
      target,
      outcome: 'answered',
      results: [{ output: [], errors: [error], warnings: [], durationMs: 1 }],
    });
    line.readings.after = null;
    expect((await line.run()).state).toBe('undone');
  });

  it('a cmdlet that succeeded is not taken at its word either', async () => {
    line.readings.after = null;
    const request = await line.run();
    expect(request.state).toBe('undone');
    expect(request.timeline.map((line) => line.sentence).join(' ')).toMatch(/did not take effect/);
  });

  it('without an answer it is unknown, with what the reading shows, and a person decides', async () => {
    line.answer = (target) => ({ target, outcome: 'died', message: 'the shell died', results: [] });
    const ended: string[] = [];
    const { end } = line.parts.processes;
    line.parts.processes.end = async (shell) => {
      ended.push(`${shell.pid} after ${line.cmdlets}`);
      await end(shell);
    };
    const request = await line.run();
    expect(request).toMatchObject({ state: 'unknown', found: 'applied' });
    // Its process is gone before anything is read: an orphan would finish the cmdlet.
    const { pid } = await line.parts.shells.ready('change');
    expect(ended).toEqual([`${pid} after 1`]);
    await reconcile(line.parts);
    expect((await line.now()).state).toBe('unknown');
    expect(line.cmdlets).toBe(1);
  });

  it('what somebody else changed meanwhile is not touched by undo', async () => {
    line.readings.after = { there: 'but different' };
    const request = await line.run();
    expect(request).toMatchObject({ state: 'stuck', found: 'foreign' });
    expect(line.cmdlets).toBe(1);
  });

  it('a cancel that comes during the step is heeded after it', async () => {
    line.onCmdlet = async () => {
      if (line.cmdlets > 1) return;
      await note(line.parts, await line.now(), 'cancel.asked', {
        by: 'alice',
        because: 'alice asks to cancel',
        change: { cancelAsked: { by: 'alice', at: 1 } },
      });
    };
    const request = await line.run();
    expect(request.timeline.map((line) => line.sentence).join(' ')).toMatch(/Cancelled by alice/);
    expect(request.state).toBe('undone');
    expect(line.cmdlets).toBe(2);
  });

  it('a job of an older run finds nothing to do', async () => {
    const made = { ...approvedRequest('CR-1', 'gw1', 1), run: 4 };
    const queued = await enqueue(line.parts, await line.parts.store.create(made, audit));
    await execute(line.parts, { request: 'CR-1', run: queued.run - 1 });
    expect((await line.now()).state).toBe('queued');
    expect(line.cmdlets).toBe(0);
  });

  it('a worker that dies in the middle leaves it to a reading and a person, never to another run', async () => {
    const died = new Error('kill -9');
    line.onCmdlet = () => Promise.reject(died);
    await expect(line.run()).rejects.toBe(died);
    expect((await line.now()).state).toBe('applying');
    line.parts.processes.isAlive = async () => false;
    await line.parts.queue.close();
    await reconcile({
      ...line.parts,
      queue: { ...line.parts.queue, hasChange: async () => false },
    });
    const request = await line.now();
    expect(request).toMatchObject({ state: 'unknown', found: 'applied' });
    expect(request.because).toMatch(/The worker died during Add-VpnS2SInterface/);
    expect(line.cmdlets).toBe(1);
    expect(await line.parts.intents.find('gw1')).toBeUndefined();
  });
});
