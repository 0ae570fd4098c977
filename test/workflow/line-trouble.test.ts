import { setTimeout as delay } from 'node:timers/promises';
import { GatewayError } from '../../src/errors';
import { keyIsOffered } from '../../src/messages/request-buttons';
import { createPeople } from '../../src/world/people';
import { execute, readFor } from '../../src/workflow/execute';
import { reconcile } from '../../src/workflow/reconcile';
import { recover } from '../../src/workflow/recover';
import { askUndo, settleByPerson } from '../../src/workflow/steer';
import { type RedisServer, startRedis } from '../redis-server';
import { fail } from './fail';
import { audit, done, type Line, openLine } from './line-harness';
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

describe('when things go wrong at the same time', () => {
  it("what is there although our step failed may be somebody else's: it is not undone", async () => {
    const error = { errorId: '904,Add', category: '', message: 'exists', terminating: false };
    line.answer = (target) => ({
      target,
      outcome: 'answered',
      results: [{ output: [], errors: [error], warnings: [], durationMs: 1 }],
    });
    const request = await line.run();
    expect(request).toMatchObject({ state: 'stuck', found: 'applied' });
    expect(request.because).toMatch(/somebody else may have made it/);
    expect(line.cmdlets).toBe(1);
  });

  it('a worker that was taken for dead runs nothing more; what it had not begun begins anew', async () => {
    const kept = await line.run();
    const undoing = await askUndo(line.parts, kept, 'alice');
    let recovered = false;
    line.observing = async () => {
      if (recovered) return;
      recovered = true;
      // Meanwhile another worker takes over.
      expect(await recover(line.parts, await line.now())).toBe(true);
    };
    await expect(
      execute(line.parts, { request: 'CR-1', run: undoing.run }),
    ).resolves.toBeUndefined();
    expect((await line.now()).state).toBe('undoing');
    expect(line.cmdlets).toBe(1);
    expect(await line.round()).toMatchObject({ state: 'undone', tookBack: 1 });
    expect(line.cmdlets).toBe(2);
  });

  it('while it waits for Keep it is read again, and what changed is left to a person', async () => {
    await line.run();
    line.readings.after = { there: 'but different' };
    await readFor(line.parts, 'CR-1');
    expect(await line.now()).toMatchObject({ state: 'stuck', found: 'foreign' });
    expect(line.cmdlets).toBe(1);
  });

  it('the confirm timer runs from the moment that the last step is done', async () => {
    line.observing = async () => {
      expect((await line.now()).due.confirm).toBeGreaterThan(Date.now());
    };
    expect((await line.run()).state).toBe('unconfirmed');
  });

  it('votes that suffice but were not acted on are acted on', async () => {
    const made = { ...approvedRequest('CR-1', 'gw1', 1), state: 'pending' as const };
    await line.parts.store.create(made, audit);
    await reconcile(line.parts);
    expect((await line.now()).state).toBe('queued');
  });

  it('run again does not remember a cancel of before', async () => {
    line.answer = (target) => ({ target, outcome: 'timeout', message: 'too slow', results: [] });
    line.readings.after = null;
    const unknown = await line.run({ cancelAsked: { by: 'alice', at: 1 } });
    expect(unknown).toMatchObject({ state: 'unknown', found: 'not-applied' });
    line.answer = done;
    line.readings.after = { there: true };
    line.cmdlets = 0;
    const again = await settleByPerson(line.parts, unknown, 'alice', 'run-again', undefined);
    await execute(line.parts, { request: 'CR-1', run: again.run });
    expect((await line.now()).state).toBe('unconfirmed');
  });

  it('run again asks the votes again', async () => {
    line.answer = (target) => ({ target, outcome: 'timeout', message: 'too slow', results: [] });
    line.readings.after = null;
    const unknown = await line.run();
    line.parts.people = createPeople({
      alice: { name: 'Alice', groups: ['network-engineers'] },
      bob: { name: 'Bob', groups: [] },
    });
    line.cmdlets = 0;
    const again = await settleByPerson(line.parts, unknown, 'alice', 'run-again', undefined);
    await execute(line.parts, { request: 'CR-1', run: again.run });
    expect(await line.now()).toMatchObject({ state: 'stuck' });
    expect(line.cmdlets).toBe(0);
  });

  it('a gateway that stays unreadable is said once', async () => {
    const noop = line.operation();
    const gone = new GatewayError('gw1 does not answer.', { target: 'gw1', errorId: 'timeout' });
    line.parts.operations = [{ ...noop, plan: () => fail(gone) }];
    await line.run();
    for (let round = 0; round < 4; round++) {
      await reconcile(line.parts);
      await execute(line.parts, { request: 'CR-1', run: (await line.now()).run });
    }
    const said = (await line.now()).timeline.filter(({ sentence }) =>
      /does not answer/.test(sentence),
    );
    expect(said).toHaveLength(1);
  });

  it('a second job of the same run, while the first is at work, leaves', async () => {
    line.answer = (target) => ({ target, outcome: 'timeout', message: 'too slow', results: [] });
    line.readings.after = null;
    const unknown = await line.run();
    line.answer = done;
    line.readings.after = { there: true };
    line.cmdlets = 0;
    const again = await settleByPerson(line.parts, unknown, 'alice', 'run-again', undefined);
    const job = { request: 'CR-1', run: again.run };
    let second: Promise<void> | undefined;
    line.onCmdlet = async () => {
      if (second !== undefined) return;
      // The cmdlet has not taken effect yet when the second job reads.
      line.readings.after = null;
      second = execute(line.parts, job);
      await delay(150);
      line.readings.after = { there: true };
    };
    await execute(line.parts, job);
    await second;
    expect(line.cmdlets).toBe(1);
    expect((await line.now()).state).toBe('unconfirmed');
  });

  it('a step lost on another machine is over only when its time limit has passed there', async () => {
    line.parts.isRemote = () => true;
    line.answer = (target) => ({ target, outcome: 'died', message: 'session lost', results: [] });
    const lost = await line.run();
    expect(lost.state).toBe('applying');
    const intent = await line.parts.intents.find('gw1');
    expect(intent).toMatchObject({ request: 'CR-1', remote: true });
    // The local process is gone, which proves nothing about the far side.
    line.parts.processes.isAlive = async () => false;
    const idle = { ...line.parts.queue, hasChange: async () => false };
    await reconcile({ ...line.parts, queue: idle });
    expect((await line.now()).state).toBe('applying');
    line.parts.clock = { ...line.parts.clock, wall: () => (intent?.deadline ?? 0) + 1 };
    await reconcile({ ...line.parts, queue: idle });
    expect(await line.now()).toMatchObject({ state: 'unknown', found: 'applied' });
    expect(await line.parts.intents.find('gw1')).toBeUndefined();
    expect(line.cmdlets).toBe(1);
  });

  it('a key for the way back is offered only once the way back was gone', async () => {
    const generatedKey = { secret: 'ref', shown: false, offered: 'undone' as const };
    const kept = await line.run({ generatedKey });
    const undoing = await askUndo(line.parts, kept, 'alice');
    await execute(line.parts, { request: 'CR-1', run: undoing.run });
    const undone = await line.now();
    expect(undone).toMatchObject({ state: 'undone', tookBack: 1 });
    expect(keyIsOffered(undone)).toBe(true);
    expect(keyIsOffered({ ...undone, tookBack: 0 })).toBe(false);
  });
});
