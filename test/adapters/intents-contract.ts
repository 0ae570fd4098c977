import type { Intent } from '../../src/ports/intents';
import type { MakeRecords } from './records-under-test';

/** The intent of a step that adds a tunnel on gw1. */
export function intentOf(run: number, change: Partial<Intent> = {}): Intent {
  return {
    target: 'gw1',
    request: 'CR-1',
    run,
    step: 0,
    cmdlet: 'Add-VpnS2SInterface',
    remote: false,
    deadline: 5_000,
    shell: { host: 'worker-1', pid: 10, startedAt: 1 },
    ...change,
  };
}

/** What keeps steps apart, whatever is behind. */
export function intentsContract(make: MakeRecords): void {
  describe('intents', () => {
    test('one step at a time has a target, other targets are free', async () => {
      const { intents } = await make();
      const first = intentOf(1);
      expect(await intents.open(first)).toEqual({ opened: true });
      const second = intentOf(1, { request: 'CR-2' });
      expect(await intents.open(second)).toEqual({ opened: false, by: first });
      expect((await intents.open(intentOf(1, { target: 'host1' }))).opened).toBe(true);
      expect(await intents.find('gw1')).toEqual(first);
      await intents.close(first);
      expect(await intents.find('gw1')).toBeUndefined();
      expect(await intents.open(second)).toEqual({ opened: true });
    });

    test('a run behind the fence of its request is refused, wherever it begins a step', async () => {
      const { intents } = await make();
      const old = intentOf(1);
      await intents.open(old);
      await intents.close(old);
      await intents.fence('CR-1', 2);
      for (const target of ['gw1', 'host1']) {
        const late = await intents.open({ ...old, target, step: 1 });
        expect(late).toEqual({ opened: false, by: undefined, fence: 2 });
      }
      expect((await intents.open(intentOf(2))).opened).toBe(true);
    });

    test('a fence tells the newest run that took a target, however that step ended', async () => {
      const { intents } = await make();
      expect(await intents.fence('CR-1', 2)).toBe(0);
      const step = intentOf(3);
      await intents.open(step);
      await intents.close(step);
      await intents.open(intentOf(2, { step: 1 }));
      expect(await intents.fence('CR-1', 5)).toBe(3);
      // One that was refused took nothing.
      await intents.open(intentOf(4));
      expect(await intents.fence('CR-1', 5)).toBe(3);
      expect(await intents.fence('CR-2', 1)).toBe(0);
    });

    test('a fence stops its own request alone: another one on the same machine goes on', async () => {
      const { intents } = await make();
      await intents.fence('CR-1', 9);
      expect((await intents.open(intentOf(1, { request: 'CR-2' }))).opened).toBe(true);
    });

    test('a run that is over hears so even while another one is at work there', async () => {
      const { intents } = await make();
      await intents.open(intentOf(1, { request: 'CR-2' }));
      await intents.fence('CR-1', 2);
      expect(await intents.open(intentOf(1))).toEqual({ opened: false, by: undefined, fence: 2 });
    });

    test('a fence is never lowered', async () => {
      const { intents } = await make();
      await intents.fence('CR-1', 3);
      await intents.fence('CR-1', 2);
      expect((await intents.open(intentOf(2))).opened).toBe(false);
    });

    test('of 30 that want the same target at once exactly one has it', async () => {
      const { intents } = await make();
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, step) => intents.open(intentOf(1, { step }))),
      );
      expect(answers.filter((answer) => answer.opened)).toHaveLength(1);
    });

    test('the same intent sent twice is open once', async () => {
      const { intents } = await make();
      const intent = intentOf(1);
      expect(await intents.open(intent)).toEqual({ opened: true });
      expect(await intents.open({ ...intent })).toEqual({ opened: true });
      expect(await intents.open({ ...intent, deadline: 6_000 })).toEqual({
        opened: false,
        by: intent,
      });
    });

    test('close and release leave another’s intent alone', async () => {
      const { intents } = await make();
      await intents.open(intentOf(1));
      await intents.close(intentOf(1, { step: 1 }));
      expect(await intents.release(intentOf(1, { deadline: 1 }))).toBe(false);
      expect(await intents.find('gw1')).toEqual(intentOf(1));
    });

    test('of many that release a dead process’s intent exactly one did', async () => {
      const { intents } = await make();
      const dead = intentOf(1);
      await intents.open(dead);
      const released = await Promise.all(Array.from({ length: 10 }, () => intents.release(dead)));
      expect(released.filter(Boolean)).toHaveLength(1);
      expect(await intents.find('gw1')).toBeUndefined();
    });
  });
}
