import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { createBacklog, type Backlog } from '../../src/adapters/backlog';

describe('work in its turn', () => {
  let backlog: Backlog;
  let begun: string[];
  beforeEach(() => {
    backlog = createBacklog();
    begun = [];
  });

  const take = (name: string) =>
    backlog.add(async () => {
      begun.push(name);
      return name;
    });

  test('begins in the order in which it came, and gives back what came of it', async () => {
    expect(await Promise.all(['a', 'b', 'c'].map(take))).toEqual(['a', 'b', 'c']);
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  test('begins though what began before never ends', async () => {
    for (let i = 0; i < 6; i++) void backlog.add(() => new Promise(() => {}));
    expect(await take('b')).toBe('b');
  });

  test('is done one piece after another, where each ends soon', async () => {
    let [running, most] = [0, 0];
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(5);
      running -= 1;
    };
    await Promise.all(Array.from({ length: 30 }, () => backlog.add(work)));
    expect(most).toBe(1);
  });

  test('of others goes on when one piece fails', async () => {
    const failing = backlog.add(() => Promise.reject(new Error('a bug of ours')));
    const next = take('b');
    await expect(failing).rejects.toThrow('a bug of ours');
    expect(await next).toBe('b');
  });

  test('begins after what arrives turn after turn', async () => {
    const taken = take('a');
    for (let i = 0; i < 5; i++) {
      backlog.arrived();
      await turn();
    }
    expect(begun).toEqual([]);
    await taken;
    expect(begun).toEqual(['a']);
  });

  test('begins all the same when arrivals never end', async () => {
    let isOver = false;
    const taken = Promise.all(['a', 'b'].map(take)).then(() => (isOver = true));
    while (!isOver) {
      backlog.arrived();
      await turn();
    }
    await taken;
    expect(begun).toEqual(['a', 'b']);
  });
});
