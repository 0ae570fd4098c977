import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangeQueue, WorkerHandlers } from '../../src/ports/queue';
import { until } from './redis/fixture';

/** The queues of a fresh installation, and the way in for its workers. */
export interface QueueUnderTest {
  queue: ChangeQueue;
  /** One more worker that serves these gateways. */
  serve(gateways: string[], handlers: Partial<WorkerHandlers>): Promise<{ close(): Promise<void> }>;
}

/** How work gets to workers, whatever is behind. */
export function queueContract(make: () => Promise<QueueUnderTest>): void {
  describe('changes', () => {
    test('each run of a request is worked on once, however often it is put in', async () => {
      const { queue, serve } = await make();
      await Promise.all([1, 2, 3].map(() => queue.enqueueChange('gw1', 'CR-1', 1)));
      expect(await queue.hasChange('gw1', 'CR-1', 1)).toBe(true);
      expect(await queue.hasChange('gw1', 'CR-1', 2)).toBe(false);
      expect(await queue.hasChange('gw2', 'CR-1', 1)).toBe(false);
      const worked: unknown[] = [];
      await serve(['gw1'], { change: async (job) => void worked.push(job) });
      await until(async () => !(await queue.hasChange('gw1', 'CR-1', 1)));
      await queue.enqueueChange('gw1', 'CR-1', 2);
      await until(() => worked.length === 2);
      expect(worked).toEqual([
        { request: 'CR-1', run: 1 },
        { request: 'CR-1', run: 2 },
      ]);
    });

    test('an ended run can be put in again, because the record decides', async () => {
      const { queue, serve } = await make();
      let worked = 0;
      await serve(['gw1'], {
        change: async () => {
          worked += 1;
          throw new Error('before the first intent');
        },
      });
      await queue.enqueueChange('gw1', 'CR-1', 1);
      await until(async () => worked === 1 && !(await queue.hasChange('gw1', 'CR-1', 1)));
      await sleep(100);
      expect(worked).toBe(1);
      await queue.enqueueChange('gw1', 'CR-1', 1);
      await until(() => worked === 2);
    });

    test('a gateway has one change at a time over all workers, in order; others do not wait', async () => {
      const { queue, serve } = await make();
      const now = new Map<string, number>();
      const order: string[] = [];
      let most = 0;
      let together = 0;
      const change = async ({ request }: { request: string }) => {
        const gateway = request.split('_')[0] ?? '';
        now.set(gateway, (now.get(gateway) ?? 0) + 1);
        most = Math.max(most, now.get(gateway) ?? 0);
        together = Math.max(
          together,
          [...now.values()].reduce((a, b) => a + b),
        );
        if (gateway === 'gw1') order.push(request);
        await sleep(15);
        now.set(gateway, (now.get(gateway) ?? 0) - 1);
      };
      for (let i = 0; i < 3; i++) await serve(['gw1', 'gw:2 ü'], { change });
      for (let i = 0; i < 10; i++) {
        await queue.enqueueChange('gw1', `gw1_CR-${i}`, 1);
        await queue.enqueueChange('gw:2 ü', `gw2_CR-${i}`, 1);
      }
      await until(
        async () => order.length === 10 && !(await queue.hasChange('gw:2 ü', 'gw2_CR-9', 1)),
      );
      expect(most).toBe(1);
      expect(together).toBe(2);
      expect(order).toEqual(Array.from({ length: 10 }, (_, i) => `gw1_CR-${i}`));
    });
  });

  describe('readings for a request', () => {
    test('one waits at most, and what is asked for during one is read after it', async () => {
      const { queue, serve } = await make();
      let begun = 0;
      let ended = 0;
      for (let i = 0; i < 5; i++) await queue.enqueuePlan('gw1', 'CR-1');
      await serve(['gw1'], {
        plan: async () => {
          begun += 1;
          await sleep(100);
          ended += 1;
        },
      });
      await until(() => ended === 1);
      await queue.enqueuePlan('gw1', 'CR-1');
      await until(() => begun === 2);
      for (let i = 0; i < 3; i++) await queue.enqueuePlan('gw1', 'CR-1');
      await until(() => ended === 3);
      await sleep(100);
      expect(begun).toBe(3);
    });

    test('a failed one is tried again, and a change under way does not hold it up', async () => {
      const { queue, serve } = await make();
      let tried = 0;
      let working = true;
      await serve(['gw1'], {
        change: async () => {
          while (working) await sleep(10);
        },
        plan: async () => {
          tried += 1;
          if (tried === 1) throw new Error('the gateway was slow');
        },
      });
      await queue.enqueueChange('gw1', 'CR-1', 1);
      await queue.enqueuePlan('gw1', 'CR-2');
      await until(() => tried === 2);
      working = false;
    });
  });
}
