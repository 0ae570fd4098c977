import { GatewayError } from '../../src/errors';
import { tick } from '../../src/workflow/due';
import { execute, readFor } from '../../src/workflow/execute';
import { askUndo, cancel, settleByPerson } from '../../src/workflow/steer';
import { type RedisServer, startRedis } from '../redis-server';
import { realClock } from '../fakes/real-clock';
import { fail } from './fail';
import { type Line, openLine } from './line-harness';

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

const away = new GatewayError('gw1 is away.', { target: 'gw1', errorId: 'timeout' });
const gone = () => Promise.reject(away);
const back = async () => {};
const minute = 60_000;

/** Move the bot's clock. */
function later(ms: number) {
  const from = line.parts.clock.now();
  line.parts.clock = { ...realClock, now: () => from + ms };
}

function saidTimes(request: Awaited<ReturnType<Line['now']>>, pattern: RegExp): number {
  return request.timeline.filter(({ sentence }) => pattern.test(sentence)).length;
}

describe('a gateway that cannot be read is no finding', () => {
  it('after the last step it is read again, the confirm timer kept, and said once', async () => {
    line.observing = gone;
    let request = await line.run();
    expect(request.state).toBe('verifying');
    expect(request.due.confirm).toBeGreaterThan(Date.now());
    expect(request.because).toMatch(/gw1 is away\. .*not known yet\..*undone from/);
    for (let round = 0; round < 3; round++) request = await line.round();
    expect(request).toMatchObject({ state: 'verifying', unread: 4 });
    expect(saidTimes(request, /is away/)).toBe(1);
    line.observing = back;
    expect((await line.round()).state).toBe('unconfirmed');
    expect(line.cmdlets).toBe(1);
  });

  it('the confirm timer takes it back although one reading fails', async () => {
    await line.run();
    later(minute + 1);
    await tick(line.parts);
    line.observing = gone;
    const away = await line.round();
    expect(away.state).toBe('undoing');
    expect(away.because).toMatch(/is away/);
    line.observing = back;
    expect(await line.round()).toMatchObject({ state: 'undone', tookBack: 1 });
    expect(line.cmdlets).toBe(2);
  });

  it('the confirm timer runs out while nothing could ever be read, and it is still taken back', async () => {
    line.observing = gone;
    await line.run();
    later(minute + 1);
    await tick(line.parts);
    expect((await line.round()).state).toBe('undoing');
    line.observing = back;
    expect((await line.round()).state).toBe('undone');
  });

  it('an undo that ran and could not be read afterwards says what it took back', async () => {
    const kept = await line.run();
    const undoing = await askUndo(line.parts, kept, 'alice');
    line.observing = () => (line.cmdlets === 2 ? gone() : back());
    await execute(line.parts, { request: 'CR-1', run: undoing.run });
    expect((await line.now()).state).toBe('undoing');
    line.observing = back;
    expect(await line.round()).toMatchObject({ state: 'undone', tookBack: 1 });
    expect(line.cmdlets).toBe(2);
  });

  it('a step that failed while nothing can be read is looked at until it can, and taken back', async () => {
    const error = { errorId: 'X,Add', category: '', message: 'no', terminating: true };
    const results = [{ output: [], errors: [error], warnings: [], durationMs: 1 }];
    line.answer = (target) => ({ target, outcome: 'answered', results });
    line.readings.after = null;
    line.observing = gone;
    expect((await line.run()).state).toBe('undoing');
    line.observing = back;
    expect(await line.round()).toMatchObject({ state: 'undone', tookBack: 0 });
    expect(line.cmdlets).toBe(1);
  });

  it('what a failed step left is taken back no further than the run had come, whenever it is read', async () => {
    const error = { errorId: 'X,Add', category: '', message: 'exists', terminating: true };
    const results = [{ output: [], errors: [error], warnings: [], durationMs: 1 }];
    line.answer = (target) => ({ target, outcome: 'answered', results });
    line.observing = gone;
    expect((await line.run()).state).toBe('undoing');
    line.observing = back;
    const request = await line.round();
    expect(request).toMatchObject({ state: 'stuck', found: 'applied' });
    expect(request.because).toMatch(/somebody else may have made it/);
    expect(line.cmdlets).toBe(1);
  });

  it('after a dead worker it is read again, and only then left to a person', async () => {
    line.onCmdlet = () => Promise.reject(new Error('kill -9'));
    await line.run().catch(() => {});
    line.parts.processes.isAlive = async () => false;
    line.observing = gone;
    expect((await line.round()).state).toBe('applying');
    const away = await line.round();
    expect(away.state).toBe('applying');
    expect(saidTimes(away, /The worker died during Add-VpnS2SInterface\. .*away/)).toBe(1);
    line.observing = back;
    const found = await line.round();
    expect(found).toMatchObject({ state: 'unknown', found: 'applied' });
    expect(found.because).toMatch(/The worker died during Add-VpnS2SInterface/);
    expect(line.cmdlets).toBe(1);
  });

  it('only when the patience of the policy is over a person is left with it', async () => {
    line.observing = gone;
    await line.run();
    later(24 * 60 * minute);
    expect(await line.round()).toMatchObject({ state: 'unknown', found: 'unreadable' });
  });

  it('a gateway is not read again before its time, and less and less often', async () => {
    line.parts.settings = { ...line.parts.settings, retryEveryMs: 1_000 };
    line.observing = gone;
    const start = Date.now();
    const first = await line.run();
    expect((first.retryAt ?? 0) - start).toBeGreaterThanOrEqual(1_000);
    expect(await line.round()).toMatchObject({ unread: 1 });
    later(1_500);
    const second = await line.round();
    expect(second.unread).toBe(2);
    expect((second.retryAt ?? 0) - line.parts.clock.now()).toBeGreaterThan(1_500);
  });

  it('a cancelled change is taken back with the same pauses, and not every moment', async () => {
    line.parts.settings = { ...line.parts.settings, retryEveryMs: 60_000 };
    const { onCmdlet } = line;
    line.onCmdlet = async () => {
      if (line.cmdlets === 1) await cancel(line.parts, await line.now(), 'alice');
      await onCmdlet();
    };
    line.observing = gone;
    expect(await line.run()).toMatchObject({ state: 'undoing', unread: 1 });
    expect(await line.round()).toMatchObject({ state: 'undoing', unread: 1 });
    later(61_000);
    line.observing = back;
    expect(await line.round()).toMatchObject({ state: 'undone', tookBack: 1 });
  });

  it('a cancel does not wait for the next time that the gateway is tried', async () => {
    line.parts.settings = { ...line.parts.settings, retryEveryMs: 60_000 };
    line.onCmdlet = () => Promise.reject(new Error('kill -9'));
    await line.run().catch(() => {});
    line.parts.processes.isAlive = async () => false;
    line.observing = gone;
    expect(await line.round()).toMatchObject({ state: 'applying', unread: 1 });
    await cancel(line.parts, await line.now(), 'alice');
    expect(await line.round()).toMatchObject({ unread: 2 });
    expect(await line.round()).toMatchObject({ unread: 2 });
  });

  it('while it waits for Keep a failed reading changes nothing', async () => {
    const waiting = await line.run();
    line.observing = gone;
    await readFor(line.parts, 'CR-1');
    expect(await line.now()).toEqual(waiting);
  });
});

describe('a second planning that cannot be read', () => {
  it('before the rest is run is no reason against it: it stays, and is tried again', async () => {
    line.parts.isRemote = () => false;
    const { run } = line.parts.shells;
    line.parts.shells.run = async ([batch]) => [
      { target: batch?.target ?? '', outcome: 'died', message: 'session lost', results: [] },
    ];
    line.readings.after = null;
    await line.run();
    const unknown = await line.round();
    expect(unknown).toMatchObject({ state: 'unknown', found: 'not-applied' });
    line.parts.shells.run = run;
    const operation = line.operation();
    const again = await settleByPerson(line.parts, unknown, 'alice', 'run-again', undefined);
    line.parts.operations = [{ ...operation, plan: () => fail(away) }];
    await execute(line.parts, { request: 'CR-1', run: again.run });
    expect(await line.now()).toMatchObject({ state: 'applying', unread: 1 });
    line.parts.operations = [operation];
    line.readings.after = { there: true };
    expect((await line.round()).state).toBe('unconfirmed');
  });
});
