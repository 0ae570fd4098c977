import { GatewayError } from '../../src/errors';
import { requestButtons } from '../../src/messages/request-buttons';
import { tick } from '../../src/workflow/due';
import { execute, readFor } from '../../src/workflow/execute';
import { askUndo, cancel, settleByPerson } from '../../src/workflow/steer';
import { realClock } from '../fakes/real-clock';
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

const minute = 60_000;

/** Move the bot's clock, and not the machines'. */
function later(ms: number) {
  const from = line.parts.clock.now();
  line.parts.clock = { ...line.parts.clock, now: () => from + ms };
}

/** CR-1 unknown after a step that was lost on a remote machine, its time limit over. */
async function lostRemotely() {
  line.parts.isRemote = () => true;
  line.answer = (target) => ({ target, outcome: 'died', message: 'session lost', results: [] });
  line.readings.after = null;
  await line.run();
  line.parts.clock = { ...realClock, wall: () => realClock.wall() + 60_000 };
  return line.round();
}

describe('a step that was lost on a remote machine', () => {
  it('may go on there, so it is read again by itself after 5 and after 15 minutes, and says so', async () => {
    const unknown = await lostRemotely();
    expect(unknown).toMatchObject({ state: 'unknown', found: 'not-applied' });
    expect(unknown.words).toMatch(/gave no answer: session lost/);
    expect(unknown.because).toMatch(/gave no answer: The PowerShell that ran it on gw1 ended/);
    expect(unknown.because).toMatch(/read again by itself at \d\d:\d\d.* and \d\d:\d\d/);
    line.readings.after = { there: true };
    for (const ms of [5 * minute, 10 * minute]) {
      later(ms + 1);
      await claimDue();
    }
    const read = await line.now();
    expect(read).toMatchObject({ state: 'unknown', found: 'applied', due: {} });
    const readings = read.timeline.filter(({ sentence }) =>
      /shows the change applied/.test(sentence),
    );
    expect(readings).toHaveLength(2);
  });

  it('is neither run again nor taken back before the first of these readings', async () => {
    const unknown = await lostRemotely();
    const again = settleByPerson(line.parts, unknown, 'alice', 'run-again', undefined);
    await expect(again).rejects.toThrow(/may still be under way on gw1.*after the reading at/);
    await expect(askUndo(line.parts, unknown, 'alice')).rejects.toThrow(/may still be under way/);
    later(5 * minute + 1);
    await claimDue();
    const moved = await settleByPerson(
      line.parts,
      await line.now(),
      'alice',
      'run-again',
      undefined,
    );
    expect(moved.state).toBe('applying');
  });

  it('is not promised to be read again by itself where it will not be', async () => {
    line.parts.isRemote = () => true;
    line.readings.after = { there: 'but different' };
    expect(await line.run()).toMatchObject({ state: 'stuck', due: {} });
    await readFor(line.parts, 'CR-1');
    const stuck = await line.now();
    expect(stuck.because).toMatch(/neither as before nor as planned/);
    expect(stuck.because).not.toMatch(/by itself/);
  });

  it('on a local machine nothing can go on, so nothing is read again by itself', async () => {
    line.answer = (target) => ({ target, outcome: 'died', message: 'gone', results: [] });
    line.readings.after = null;
    expect(await line.run()).toMatchObject({ state: 'unknown', due: {} });
  });

  /** As the loops of a worker do: what is due is asked for, and read. */
  async function claimDue() {
    const asked: string[] = [];
    const enqueuePlan = async (_: string, id: string) => void asked.push(id);
    await tick({ ...line.parts, queue: { ...line.parts.queue, enqueuePlan } });
    for (const id of asked) await readFor(line.parts, id);
  }
});

describe('a way on for a person', () => {
  const unserved = () => ({
    ...line.parts,
    queue: { ...line.parts.queue, servedBy: async () => 0, hasChange: async () => false },
  });

  it('leads out of undoing where no worker comes any more, and lets go of the tenant', async () => {
    const kept = await line.run();
    const undoing = await askUndo(line.parts, kept, 'alice');
    const closed = await settleByPerson(unserved(), undoing, 'alice', 'close', 'gw1 is scrapped');
    expect(closed.state).toBe('closed');
    expect(closed.because).toMatch(/gw1 is scrapped.*not proven/);
    // A worker that comes back after all runs nothing of it.
    await execute(line.parts, { request: 'CR-1', run: undoing.run });
    expect(line.cmdlets).toBe(1);
  });

  it('leads out of applying, and stops a worker that only seemed to be gone', async () => {
    line.onCmdlet = () => Promise.reject(new Error('kill -9'));
    await line.run().catch(() => {});
    const stuck = await line.now();
    expect(stuck.state).toBe('applying');
    const closed = await settleByPerson(unserved(), stuck, 'alice', 'close', 'read by hand');
    expect(closed.state).toBe('closed');
    const shell = { host: 'elsewhere', pid: 1, startedAt: 1 };
    const late = { target: 'host1', request: 'CR-1', run: stuck.run, step: 1, cmdlet: 'Add-X' };
    const opened = await line.parts.intents.open({ ...late, remote: false, deadline: 1, shell });
    expect(opened.opened).toBe(false);
  });

  it('is refused with the reason while a worker is at it, and without one', async () => {
    const kept = await line.run();
    const undoing = await askUndo(line.parts, kept, 'alice');
    const served = { ...line.parts.queue, servedBy: async () => 1 };
    const close = (parts: typeof line.parts, why: string | undefined) =>
      settleByPerson(parts, undoing, 'alice', 'close', why);
    await expect(close({ ...line.parts, queue: served }, 'why')).rejects.toThrow(
      /a worker serves gw1/,
    );
    await expect(close(unserved(), ' ')).rejects.toThrow(/because="/);
  });

  it('is on the card once the gateway cannot be read', async () => {
    const kept = await line.run();
    const labels = async () => requestButtons(await line.now()).map(({ label }) => label);
    await askUndo(line.parts, kept, 'alice');
    expect(await labels()).toEqual([]);
    const away = new GatewayError('gw1 is away.', { target: 'gw1', errorId: 'timeout' });
    line.observing = () => Promise.reject(away);
    await line.round();
    expect(await labels()).toEqual(['Close']);
  });
});

describe('the bound of an undo', () => {
  it('ends with it: what a person settled as applied is taken back whole afterwards', async () => {
    const error = { errorId: 'X,Add', category: '', message: 'exists', terminating: true };
    const results = [{ output: [], errors: [error], warnings: [], durationMs: 1 }];
    line.answer = (target) => ({ target, outcome: 'answered', results });
    line.observing = () =>
      Promise.reject(new GatewayError('gw1 is away.', { target: 'gw1', errorId: 'timeout' }));
    expect(await line.run()).toMatchObject({ state: 'undoing', undoAtMost: 0 });
    line.observing = async () => {};
    const stuck = await line.round();
    expect(stuck).toMatchObject({ state: 'stuck', found: 'applied' });
    const verifying = await settleByPerson(line.parts, stuck, 'alice', 'verify', undefined);
    expect(verifying.undoAtMost).toBeUndefined();
  });
});

describe('a process that cannot be ended', () => {
  it('holds its gateway no longer than the time limit of its step', async () => {
    line.onCmdlet = () => Promise.reject(new Error('kill -9'));
    await line.run().catch(() => {});
    line.parts.processes.isAlive = async () => true;
    line.parts.processes.end = () => Promise.reject(new Error('Process 1 is still there.'));
    expect((await line.round()).state).toBe('applying');
    line.parts.clock = { ...realClock, wall: () => realClock.wall() + 60_000 };
    expect(await line.round()).toMatchObject({ state: 'unknown', found: 'applied' });
    expect(await line.parts.intents.find('gw1')).toBeUndefined();
  });
});

describe('what cannot be taken back', () => {
  it('is never said to be undone', async () => {
    const operation = line.operation();
    const irreversible = 'a restart ends every session';
    const held = { held: false, sentence: 'The far end is down.' };
    line.parts.operations = [
      {
        ...operation,
        plan: (...given) => ({ ...operation.plan(...given), irreversible }),
        gates: () => [{ id: 'tunnel-up', kind: 'peer', ...held }],
      },
    ];
    const request = await line.runPlanned();
    expect(request.state).toBe('verifying');
    expect(request.due.confirm).toBeUndefined();
    const said = request.timeline.map(({ sentence }) => sentence).join(' ');
    expect(said).toMatch(/The far end is down\. It cannot be taken back, so it waits/);
    expect(said).not.toMatch(/undone/i);
    const card = request.because;
    expect(card).not.toMatch(/undone/i);
    expect(requestButtons(request).map(({ label }) => label)).toEqual(['Keep']);
  });

  it('is not promised to be taken back to who cancels it while it runs', async () => {
    const operation = line.operation();
    const irreversible = 'a restart ends every session';
    line.parts.operations = [
      {
        ...operation,
        plan: (...given) => ({ ...operation.plan(...given), irreversible }),
      },
    ];
    line.onCmdlet = async () => void (await cancel(line.parts, await line.now(), 'alice'));
    const request = await line.runPlanned();
    const said = request.timeline.map(({ sentence }) => sentence).join(' ');
    expect(said).toMatch(/stops after the present step\. What was done stays: a restart ends/);
    expect(said).not.toMatch(/takes back/);
  });
});

describe('the newest record', () => {
  it('is what due times are written over: a reminder that was given does not come back', async () => {
    const kept = await line.run();
    expect(kept.due.reminder).toBeDefined();
    const move = line.parts.store.move.bind(line.parts.store);
    let raced = false;
    // Between the reading of the gates and the write the reminder is given by another process.
    line.parts.store.move = async (from, next, entry) => {
      if (!raced && entry.action === 'gates.read') {
        raced = true;
        later(1);
        await tick({ ...line.parts, store: { ...line.parts.store, move } });
      }
      return move(from, next, entry);
    };
    const operation = line.operation();
    const open = { held: false, sentence: 'The far end went away.' };
    line.parts.operations = [
      { ...operation, gates: () => [{ id: 'tunnel-up', kind: 'peer', ...open }] },
    ];
    await readFor(line.parts, 'CR-1');
    expect(raced).toBe(true);
    expect((await line.now()).due.reminder).toBeUndefined();
  });
});
