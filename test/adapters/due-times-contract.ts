import { setTimeout as sleep } from 'node:timers/promises';
import type { MakeRecords } from './records-under-test';
import { auditOf, requestOf } from './redis/fixture';

/** Who is handed what is due, whatever is behind. */
export function dueTimesContract(make: MakeRecords): void {
  describe('due times', () => {
    test('what is due is claimed once, by one of many processes', async () => {
      const { store, another } = await make();
      const other = await another();
      await store.create(
        requestOf('CR-1', { due: { warning: 500, expiry: 900 } }),
        auditOf('CR-1'),
      );
      expect(await store.claimDue(499)).toEqual([]);
      const claims = await Promise.all([store, other.store, store].map((s) => s.claimDue(500)));
      expect(claims.flat()).toEqual([{ id: 'CR-1', kind: 'warning' }]);
      expect(await store.claimDue(10_000)).toEqual([{ id: 'CR-1', kind: 'expiry' }]);
    });

    test('what is due is handed out in the order of its times', async () => {
      const { store } = await make();
      for (const [id, expiry] of [
        ['CR-1', 700],
        ['CR-2', 500],
        ['CR-3', 600],
      ] as const) {
        await store.create(requestOf(id, { due: { expiry } }), auditOf(id));
      }
      expect((await store.claimDue(900)).map(({ id }) => id)).toEqual(['CR-2', 'CR-3', 'CR-1']);
    });

    test('a claim lapses, so that a process that died over it loses no timer', async () => {
      const { store } = await make({ leaseMs: 150 });
      await store.create(requestOf('CR-1', { due: { confirm: 500 } }), auditOf('CR-1'));
      expect(await store.claimDue(600)).toHaveLength(1);
      expect(await store.claimDue(600)).toHaveLength(0);
      await sleep(200);
      expect(await store.claimDue(600)).toEqual([{ id: 'CR-1', kind: 'confirm' }]);
    });

    test('a moved clock does not end a claim, and another time does', async () => {
      const { store } = await make();
      const made = await store.create(requestOf('CR-1', { due: { expiry: 500 } }), auditOf('CR-1'));
      expect(await store.claimDue(600)).toHaveLength(1);
      expect(await store.claimDue(90_000_000)).toHaveLength(0);
      const same = await store.move(made, { ...made, because: 'a vote' }, auditOf('CR-1'));
      expect(await store.claimDue(600)).toHaveLength(0);
      if (!same.moved) throw new Error('not moved');
      await store.move(same.request, { ...made, due: { expiry: 700 } }, auditOf('CR-1'));
      expect(await store.claimDue(600)).toHaveLength(0);
      expect(await store.claimDue(700)).toHaveLength(1);
    });

    test('however many come back again and again, what is due for the first time is before them', async () => {
      const { store, lapseClaims } = await make();
      const ids = Array.from({ length: 210 }, (_, i) => `CR-${i}`);
      const create = (id: string, confirm: number) =>
        store.create(requestOf(id, { due: { confirm } }), auditOf(id));
      await Promise.all(ids.map((id) => create(id, 100)));
      expect(await store.claimDue(1_000)).toHaveLength(200);
      expect(await store.claimDue(1_000)).toHaveLength(10);
      await lapseClaims();
      await create('CR-new', 900);
      const again = await store.claimDue(1_000);
      expect(again).toHaveLength(200);
      expect(again[0]).toEqual({ id: 'CR-new', kind: 'confirm' });
      expect(await store.claimDue(1_000)).toHaveLength(11);
    });

    test('an ended request has none left', async () => {
      const { store } = await make();
      const made = await store.create(requestOf('CR-1', { due: { expiry: 500 } }), auditOf('CR-1'));
      await store.move(made, { ...made, state: 'cancelled' }, auditOf('CR-1'));
      expect(await store.claimDue(600)).toEqual([]);
    });
  });
}
