import { z } from 'zod';
import { UnavailableError } from '../../src/errors';
import type { Intent } from '../../src/ports/intents';
import { tick } from '../../src/workflow/due';
import { execute } from '../../src/workflow/execute';
import { askUndo, cancel, settleByPerson } from '../../src/workflow/steer';
import { type RedisServer, startRedis } from '../redis-server';
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

/** Somebody else's step is under way there, on another host. */
async function gatewayIsBusy(): Promise<Intent> {
  const shell = { host: 'elsewhere', pid: 7, startedAt: 1 };
  const deadline = line.parts.clock.wall() + 600_000;
  const step = { target: 'gw1', request: 'CR-9', run: 1, step: 0, cmdlet: 'Add-BgpPeer' };
  const busy = { ...step, remote: true, deadline, shell };
  await line.parts.intents.open(busy);
  return busy;
}

const noShell = async () => {
  throw new UnavailableError('PowerShell ("pwsh") did not start: it was too slow');
};

describe('a call that never left is no end of a change', () => {
  it('PowerShell that does not start sends it back with its votes, and it runs once it does', async () => {
    const { ready } = line.parts.shells;
    line.parts.shells.ready = noShell;
    const waiting = await line.run();
    expect(waiting).toMatchObject({ state: 'approved', startedRun: 0, due: { expiry: 9e12 } });
    expect(waiting.votes).toHaveLength(1);
    expect(waiting.because).toMatch(
      /was not run: There was no session to gw1.*Nothing was changed/,
    );
    expect(waiting.words).toMatch(/was not run: PowerShell .* did not start.*Nothing was changed/);
    line.parts.shells.ready = ready;
    await line.round();
    expect((await line.round()).state).toBe('unconfirmed');
    expect(line.cmdlets).toBe(1);
  });

  it.each(['refused', 'unreachable'] as const)('an answer of %s does as well', async (outcome) => {
    line.parts.shells.run = async ([batch]) => [
      { target: batch?.target ?? '', outcome, message: 'no session', results: [] },
    ];
    const waiting = await line.run();
    expect(waiting.state).toBe('approved');
    expect(await line.parts.intents.find('gw1')).toBeUndefined();
  });

  it('a session that does not open does as well, before the time of the cmdlet begins', async () => {
    const { ready } = line.parts.shells;
    line.parts.shells.ready = async (purpose, session) => {
      if (session?.target === 'gw1') throw new UnavailableError('gw1 did not let us in');
      return ready(purpose);
    };
    const waiting = await line.run();
    expect(waiting.state).toBe('approved');
    expect(waiting.words).toMatch(/was not run: gw1 did not let us in.*Nothing was changed/);
    expect(line.cmdlets).toBe(0);
    expect(await line.parts.intents.find('gw1')).toBeUndefined();
  });

  it('a machine that is busy with somebody else does as well', async () => {
    await gatewayIsBusy();
    const settings = { ...line.parts.settings, stepTimeoutMs: 1_000, stepMarginMs: 0 };
    line.parts.settings = settings;
    const waiting = await line.run();
    expect(waiting.state).toBe('approved');
    expect(waiting.because).toMatch(/gw1 is busy with Add-BgpPeer of CR-9/);
  });

  it('what it waits for is said once, however often it is tried, and expires when it was due to', async () => {
    line.parts.shells.ready = noShell;
    await line.run({ due: { expiry: line.parts.clock.now() + 60_000 } });
    for (let round = 0; round < 6; round++) await line.round();
    const waiting = await line.now();
    const said = waiting.timeline.filter(({ words }) => /did not start/.test(words ?? ''));
    expect(said).toHaveLength(1);
    const { clock } = line.parts;
    line.parts.clock = { ...clock, now: () => clock.now() + 61_000 };
    await tick(line.parts);
    expect(await line.now()).toMatchObject({ state: 'expired' });
    expect(line.cmdlets).toBe(0);
  });

  it('a worker that dies before it takes the machine leaves it queued, and it runs', async () => {
    const { ready } = line.parts.shells;
    let isHanging = () => {};
    const hangs = new Promise<void>((resolve) => (isHanging = resolve));
    line.parts.shells.ready = () => {
      isHanging();
      return new Promise(() => {});
    };
    const hung = line.run();
    await hangs;
    line.parts.shells.ready = ready;
    const waiting = await line.now();
    expect(waiting).toMatchObject({ state: 'queued', startedRun: 0, due: { expiry: 9e12 } });
    expect((await line.round()).state).toBe('unconfirmed');
    expect(line.cmdlets).toBe(1);
    void hung;
  });

  it('a worker that dies while it waits for the machine leaves it approved, and it runs', async () => {
    const busy = await gatewayIsBusy();
    const { sleep } = line.parts.clock;
    let isWaiting = () => {};
    const waits = new Promise<void>((resolve) => (isWaiting = resolve));
    const clock = line.parts.clock;
    const sleeping = () => {
      isWaiting();
      return new Promise<void>(() => {});
    };
    line.parts.clock = { ...clock, sleep: sleeping };
    const hung = line.run();
    await waits;
    line.parts.clock = { ...clock, sleep };
    await line.parts.intents.release(busy);
    const waiting = await line.round();
    expect(waiting).toMatchObject({ state: 'approved', startedRun: 0, due: { expiry: 9e12 } });
    expect(waiting.because).toMatch(/before it sent anything of CR-1 to gw1/);
    await line.round();
    expect((await line.round()).state).toBe('unconfirmed');
    expect(line.cmdlets).toBe(1);
    void hung;
  });

  const unanswered = async <T>(call: Promise<T>): Promise<never> => {
    await call;
    throw new UnavailableError('Redis did not answer in time.');
  };

  it('a beginning whose answer is lost lets the machine go, and is begun anew', async () => {
    const { move } = line.parts.store;
    line.parts.store.move = (from, next, audit, intents) => {
      const moved = move(from, next, audit, intents);
      return intents?.opens === undefined ? moved : unanswered(moved);
    };
    await expect(line.run()).rejects.toThrow('Redis did not answer in time.');
    expect(await line.now()).toMatchObject({ state: 'applying' });
    expect(await line.parts.intents.find('gw1')).toBeUndefined();
    line.parts.store.move = move;
    const waiting = await line.round();
    expect(waiting).toMatchObject({ state: 'approved', startedRun: 0, due: { expiry: 9e12 } });
    await line.round();
    expect((await line.round()).state).toBe('unconfirmed');
    expect(line.cmdlets).toBe(1);
  });

  it('an intent whose opening is not known is let go, and nothing is sent under it', async () => {
    const busy = await gatewayIsBusy();
    const { open } = line.parts.intents;
    line.parts.intents.open = async (intent) => {
      await line.parts.intents.release(busy);
      return unanswered(open(intent));
    };
    const waiting = await line.run();
    expect(waiting.state).toBe('approved');
    expect(await line.parts.intents.find('gw1')).toBeUndefined();
    line.parts.intents.open = open;
    await line.round();
    expect((await line.round()).state).toBe('unconfirmed');
    expect(line.cmdlets).toBe(1);
  });

  it('a cancel that came while it was at work is heeded where nothing could be sent', async () => {
    line.parts.shells.ready = async () => {
      await cancel(line.parts, await line.now(), 'alice');
      throw new UnavailableError('PowerShell did not start.');
    };
    await line.run();
    const cancelled = await line.round();
    expect(cancelled.state).toBe('cancelled');
    expect(cancelled.because).toMatch(/Cancelled by alice/);
    expect(line.cmdlets).toBe(0);
  });

  it('records that could be lost send it back with its votes, until they are safe again', async () => {
    line.parts.unsafeNow = async () => ['appendonly is no.'];
    const waiting = await line.run();
    expect(waiting).toMatchObject({ state: 'approved', due: { expiry: 9e12 } });
    expect(waiting.because).toMatch(/could be lost half way: appendonly is no\./);
    expect(line.cmdlets).toBe(0);
    line.parts.unsafeNow = async () => [];
    await line.round();
    expect((await line.round()).state).toBe('unconfirmed');
  });

  it('records that become unsafe while the session opens do as well', async () => {
    const { ready } = line.parts.shells;
    line.parts.shells.ready = async (...wish) => {
      line.parts.unsafeNow = async () => ['appendonly is no.'];
      return ready(...wish);
    };
    expect((await line.run()).state).toBe('approved');
    expect(line.cmdlets).toBe(0);
    expect(await line.parts.intents.find('gw1')).toBeUndefined();
  });

  it('what is there already, maybe by a run that was lost, is not called untouched', async () => {
    line.readings.before = line.readings.after;
    const request = await line.run();
    expect(request.state).toBe('stale');
    expect(request.because).toMatch(/is on gw1 already, maybe by a run of this request/);
    expect(request.because).not.toMatch(/nothing was changed/i);
    expect(line.cmdlets).toBe(0);
  });

  it('an undo that could not be sent is sent later, and not left to a person', async () => {
    const kept = await line.run();
    await askUndo(line.parts, kept, 'alice');
    const { ready } = line.parts.shells;
    line.parts.shells.ready = noShell;
    const waiting = await line.round();
    expect(waiting).toMatchObject({ state: 'undoing', unread: 1 });
    line.parts.shells.ready = ready;
    expect(await line.round()).toMatchObject({ state: 'undone', tookBack: 1 });
    expect(line.cmdlets).toBe(2);
  });
});

describe('what nobody foresaw', () => {
  it('while it is planned again sends it back with a reference, and without the words of the library', async () => {
    const operation = line.operation();
    const slip = () => {
      z.object({ Name: z.string() }).parse({ Name: 7 });
      throw new Error('not reached');
    };
    line.parts.operations = [{ ...operation, plan: slip }];
    const waiting = await line.run();
    expect(waiting).toMatchObject({ state: 'approved', startedRun: 0 });
    expect(waiting.because).toMatch(/under [0-9a-f]{8}/);
    expect(JSON.stringify(waiting)).not.toMatch(/invalid_type|expected string/);
    expect(line.cmdlets).toBe(0);
  });
});

describe('records that could be lost', () => {
  it('keep the rest of a change from being run as well', async () => {
    const { run } = line.parts.shells;
    line.parts.shells.run = async ([batch]) => [
      { target: batch?.target ?? '', outcome: 'died', message: 'session lost', results: [] },
    ];
    line.readings.after = null;
    await line.run();
    const unknown = await line.round();
    expect(unknown.state).toBe('unknown');
    line.parts.shells.run = run;
    const again = await settleByPerson(line.parts, unknown, 'alice', 'run-again', undefined);
    line.parts.unsafeNow = async () => ['appendfsync is everysec, set it to always.'];
    await execute(line.parts, { request: 'CR-1', run: again.run });
    expect(await line.now()).toMatchObject({ state: 'applying', unread: 1 });
    expect(line.cmdlets).toBe(0);
  });
});
