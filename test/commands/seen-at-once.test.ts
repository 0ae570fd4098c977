import { setTimeout as sleep } from 'node:timers/promises';
import { seenAtOnce } from '../../src/commands/seen-at-once';
import type { Heard } from '../../src/commands/heard';
import { listeningLog } from '../adapters/redis/fixture';

/** What its person saw, in order, of work that says its end there. */
function watched(sign: () => Promise<void> = async () => {}) {
  const seen: string[] = [];
  const log = listeningLog();
  const answer = {
    say: async () => {},
    form: async () => {},
    working: async (sentence: string) => {
      await sign();
      seen.push(sentence);
    },
  };
  const heard = { parts: { log }, answer } as unknown as Heard;
  return { seen, log, heard };
}

async function after<T>(ms: number, value: T): Promise<T> {
  await sleep(ms);
  return value;
}

test('what takes longer is seen, what is there at once is not', async () => {
  const { seen, heard } = watched();
  expect(await seenAtOnce(heard, 'Reading gw1 ...', Promise.resolve(1))).toBe(1);
  expect(seen).toEqual([]);
  expect(await seenAtOnce(heard, 'Reading gw1 ...', after(400, 2))).toBe(2);
  expect(seen).toEqual(['Reading gw1 ...']);
});

test('it is said once for one command', async () => {
  const { seen, heard } = watched();
  await seenAtOnce(heard, 'Reading gw1 ...', after(400, 1));
  await seenAtOnce(heard, 'Reading gw1 ...', after(400, 2));
  expect(seen).toHaveLength(1);
});

test('the result waits for a sign that is on its way, so that it stands behind it', async () => {
  const { seen, heard } = watched(() => sleep(300));
  await seenAtOnce(heard, 'Reading gw1 ...', after(250, 1));
  expect(seen).toEqual(['Reading gw1 ...']);
});

test('a chat that does not take the sign costs the command nothing', async () => {
  const { log, heard } = watched(() => Promise.reject(new Error('no')));
  expect(await seenAtOnce(heard, 'Reading gw1 ...', after(400, 3))).toBe(3);
  expect(log.said.join(' ')).toContain('could not be shown');
});

test('a failure is handed on', async () => {
  const { heard } = watched();
  await expect(seenAtOnce(heard, 'x', Promise.reject(new Error('gone')))).rejects.toThrow('gone');
});
