import type { Intent } from '../../src/ports/intents';
import { enqueue } from '../../src/workflow/enqueue';
import { execute } from '../../src/workflow/execute';
import { reconcile } from '../../src/workflow/reconcile';
import { recover } from '../../src/workflow/recover';
import { type RedisServer, startRedis } from '../redis-server';
import { audit, type Line, openLine } from './line-harness';
import { approvedPair, createMachine, type Machine, pairOperation } from './pair-machine';

let server: RedisServer;
let line: Line;
let machine: Machine;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  line = await openLine(server.url);
  machine = createMachine();
  line.parts.operations = [pairOperation(machine)];
  line.parts.shells.run = async ([part]) => {
    const [command] = part?.commands ?? [];
    if (part === undefined || command === undefined) return [];
    return [machine.run(part.target, command.cmdlet, command.parameters)];
  };
});
afterEach(() => line.close());

/** Queue a pair of things, for a tenant of its own. */
async function queued(id: string, name: string) {
  const made = await line.parts.store.create(approvedPair(id, name), audit);
  const { run } = await enqueue(line.parts, made);
  return { request: id, run };
}

const idle = () => ({
  ...line.parts,
  queue: { ...line.parts.queue, hasChange: async () => false },
});

describe('the fence of a request', () => {
  it("recovering one tenant's change leaves another tenant's, on the same gateway, alone", async () => {
    const { run } = line.parts.shells;
    line.parts.isRemote = () => true;
    line.parts.shells.run = async ([part]) => [
      { target: part?.target ?? '', outcome: 'died', message: 'session lost', results: [] },
    ];
    await execute(line.parts, await queued('CR-1', 'a'));
    expect((await line.now()).state).toBe('applying');
    // CR-1's time is over on the far side, and CR-2 is between its two steps when it is recovered.
    const { clock } = line.parts;
    line.parts.clock = { ...clock, wall: () => clock.wall() + 60_000 };
    const second = await queued('CR-2', 'b');
    let recovered = false;
    line.parts.shells.run = async (batch, options) => {
      const answer = await run(batch, options);
      if (!recovered) {
        recovered = true;
        await recover(idle(), await line.now());
      }
      return answer;
    };
    await execute(line.parts, second);
    expect(await line.now()).toMatchObject({ state: 'unknown', found: 'not-applied' });
    expect((await line.parts.store.get('CR-2'))?.state).toBe('unconfirmed');
    expect(machine.ran).toEqual(['Add-VpnS2SInterface b-1', 'Add-VpnS2SInterface b-2']);
  });

  it('a worker that opens its step while it is recovered is seen, or refused', async () => {
    const job = await queued('CR-1', 'a');
    const { open, find } = line.parts.intents;
    let wake: () => void = () => {};
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    line.parts.intents.open = async (intent) => {
      if (intent.step === 1) await asleep;
      return open(intent);
    };
    const late = execute(line.parts, job);
    while ((await line.now()).done < 1) await line.parts.clock.sleep(10);
    // It wakes right after the recovery looked for its intent, and found none.
    let woken = false;
    const intents = {
      ...line.parts.intents,
      find: async (target: string): Promise<Intent | undefined> => {
        const found = await find(target);
        if (!woken) {
          woken = true;
          wake();
          await late;
        }
        return found;
      },
    };
    expect(await recover({ ...line.parts, intents }, await line.now())).toBe(true);
    const request = await line.now();
    expect(request).toMatchObject({ state: 'unknown', found: 'half' });
    expect(machine.ran).toEqual(['Add-VpnS2SInterface a-1']);
  });

  it('a request that ended while others were recovered is not recovered after all', async () => {
    const job = await queued('CR-1', 'a');
    const atWork = { ...(await line.now()), state: 'applying' as const, startedRun: job.run };
    await execute(line.parts, job);
    // The list that the reconciler works through is older than the end of the run.
    const store = { ...line.parts.store, open: async () => [atWork] };
    await reconcile({ ...idle(), store });
    expect((await line.now()).state).toBe('unconfirmed');
    const late = { target: 'gw1', request: 'CR-1', run: job.run, step: -1, cmdlet: 'Remove-X' };
    const shell = await line.parts.shells.ready('change');
    // Its own undo may still run: no fence was raised.
    const opened = await line.parts.intents.open({ ...late, remote: false, deadline: 1, shell });
    expect(opened).toEqual({ opened: true });
  });

  it('the shell of a newer run of the same request is not ended by a late recovery', async () => {
    await queued('CR-1', 'a');
    const ended: number[] = [];
    line.parts.processes.end = async ({ pid }) => void ended.push(pid);
    const old = await line.now();
    const shell = await line.parts.shells.ready('change');
    const deadline = line.parts.clock.wall() + 60_000;
    const newer = { run: old.run + 1, step: 0, cmdlet: 'Add-VpnS2SInterface', remote: false };
    await line.parts.intents.open({ target: 'gw1', request: 'CR-1', ...newer, deadline, shell });
    await recover(line.parts, { ...old, state: 'applying' }).catch(() => {});
    expect(ended).toEqual([]);
    expect(await line.parts.intents.find('gw1')).toBeDefined();
  });
});
