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
