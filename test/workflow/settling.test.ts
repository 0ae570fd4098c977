import { enqueue } from '../../src/workflow/enqueue';
import { execute } from '../../src/workflow/execute';
import { type RedisServer, startRedis } from '../redis-server';
import { audit, done, type Line, openLine } from './line-harness';
import { approvedPair, createMachine, pairOperation } from './pair-machine';

let server: RedisServer;
let line: Line;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  line = await openLine(server.url);
  line.parts.settings = { ...line.parts.settings, settleMs: 2_000 };
});
afterEach(() => line.close());

describe('a reading may lag behind the cmdlet that it follows', () => {
  it('what shows a moment later was not "not applied": a good change is not undone', async () => {
    const after = line.readings.after;
    line.readings.after = null;
    let looks = 0;
    line.observing = async () => {
      looks += 1;
      if (looks === 3) line.readings.after = after;
    };
    expect((await line.run()).state).toBe('unconfirmed');
    expect(line.cmdlets).toBe(1);
  });

  it('half of a new object that shows first is not called somebody else’s', async () => {
    const after = line.readings.after;
    line.readings.after = { there: 'partly' };
    let looks = 0;
    line.observing = async () => {
      looks += 1;
      if (looks === 3) line.readings.after = after;
    };
    expect((await line.run()).state).toBe('unconfirmed');
  });

  it('one look proves the state and the gates', async () => {
    const gate = { id: 'tunnel-up', kind: 'peer', held: true, sentence: 'It is up.' } as const;
    line.parts.operations = [{ ...line.operation(), gates: () => [gate, { ...gate, id: 'b' }] }];
    let looks = 0;
    line.observing = async () => void (looks += 1);
    const request = await line.run();
    expect(request.state).toBe('unconfirmed');
    expect(request.gates.map(({ id }) => id)).toEqual(['reads-back', 'tunnel-up', 'b']);
    expect(looks).toBe(1);
  });

  it('what never shows is undone, once the settling time is over', async () => {
    line.readings.after = null;
    const began = performance.now();
    expect((await line.run()).state).toBe('undone');
    expect(performance.now() - began).toBeGreaterThanOrEqual(2_000);
    expect(line.cmdlets).toBe(1);
  });

  it('an undo that shows a moment later is undone, and not stuck', async () => {
    let looksAfterUndo = 0;
    line.observing = async () => {
      if (line.cmdlets === 2) looksAfterUndo += 1;
      if (looksAfterUndo === 3) line.readings.before = null;
    };
    line.onCmdlet = async () => {
      if (line.cmdlets === 2) line.readings.before = { there: true };
    };
    await line.run();
    const undoing = await line.undo();
    expect(undoing).toMatchObject({ state: 'undone', tookBack: 1 });
    expect(looksAfterUndo).toBe(3);
  });
});

describe('between two steps it is read', () => {
  /** The first cmdlet's effect shows at that look after it; the second one's at once. */
  async function runPair(showsAt: number) {
    const machine = createMachine();
    const operation = pairOperation(machine);
    let [ran, looks] = [0, 0];
    line.parts.settings = { ...line.parts.settings, settleMs: 500 };
    line.parts.operations = [
      {
        ...operation,
        stateOf: (...given) => {
          if (ran === 1 && ++looks === showsAt) machine.things.add('a-1');
          return operation.stateOf(...given);
        },
      },
    ];
    line.parts.shells.run = async ([part]) => {
      const [command] = part?.commands ?? [];
      if (part === undefined || command === undefined) return [];
      ran += 1;
      if (ran > 1) return [machine.run(part.target, command.cmdlet, command.parameters)];
      return [done(part.target)];
    };
    const made = await line.parts.store.create(approvedPair('CR-1', 'a'), audit);
    const { run } = await enqueue(line.parts, made);
    await execute(line.parts, { request: 'CR-1', run });
    return { ran: machine.ran, state: (await line.now()).state };
  }

  it('what the first one only said that it did is not built upon', async () => {
    expect(await runPair(Number.POSITIVE_INFINITY)).toEqual({ ran: [], state: 'undone' });
  });

  it('what shows a moment later is', async () => {
    const ran = ['Add-VpnS2SInterface a-2'];
    expect(await runPair(3)).toEqual({ ran, state: 'unconfirmed' });
  });
});
