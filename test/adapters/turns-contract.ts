import { held, openTurns, whole } from './open-turns';
import type { MakeRecords } from './records-under-test';
import { auditOf } from './redis/fixture';

/** Whose turn it is on a gateway, whatever is behind. */
export function turnsContract(make: MakeRecords): void {
  describe('a gateway-level change that waits', () => {
    test('is overtaken by no change that comes later, and begins once what was at work has ended', async () => {
      const { begins, triesAgain, becomes } = openTurns(await make());
      await begins('CR-1');
      expect(await begins('CR-2', whole)).toEqual(held('CR-1'));
      expect(await begins('CR-3', { tenant: 'fabrikam' })).toEqual(held('CR-2'));
      await becomes('CR-1', 'kept');
      expect(await triesAgain('CR-3')).toEqual(held('CR-2'));
      expect(await triesAgain('CR-2')).toMatchObject({ moved: true });
      expect(await triesAgain('CR-3')).toEqual(held('CR-2'));
      await becomes('CR-2', 'kept');
      expect(await triesAgain('CR-3')).toMatchObject({ moved: true });
    });

    test('does not hold up what has begun, or what is on another gateway', async () => {
      const { begins, becomes } = openTurns(await make());
      await begins('CR-1');
      await begins('CR-2', whole);
      for (const state of ['applying', 'verifying', 'unconfirmed', 'undoing', 'undone'] as const) {
        expect(await becomes('CR-1', state)).toMatchObject({ moved: true });
      }
      const elsewhere = { gateway: 'gw2', tenant: 'northwind' };
      expect(await begins('CR-3', elsewhere)).toMatchObject({ moved: true });
    });

    test('keeps its turn while words are added to it', async () => {
      const { begins, store } = openTurns(await make());
      await begins('CR-1');
      await begins('CR-2', whole);
      const request = await store.get('CR-2');
      if (request === undefined) throw new Error('CR-2 is lost');
      await store.move(request, { ...request, because: 'It waits.' }, auditOf('CR-2'));
      expect(await begins('CR-3', { tenant: 'fabrikam' })).toEqual(held('CR-2'));
    });

    test.each(['cancelled', 'expired', 'stale', 'pending'] as const)(
      'gives its turn away when it becomes %s',
      async (state) => {
        const { begins, triesAgain, becomes } = openTurns(await make());
        await begins('CR-1');
        await begins('CR-2', whole);
        expect(await begins('CR-3', { tenant: 'fabrikam' })).toEqual(held('CR-2'));
        await becomes('CR-2', state);
        expect(await triesAgain('CR-3')).toMatchObject({ moved: true });
      },
    );

    test('that asks no more for five minutes has lost its turn, so that a damaged record blocks nobody', async () => {
      const records = await make();
      const { begins, triesAgain } = openTurns(records);
      await begins('CR-1');
      await begins('CR-2', whole);
      expect(await begins('CR-3', { tenant: 'fabrikam' })).toEqual(held('CR-2'));
      await records.ageTurns('gw1', 240_000);
      expect(await triesAgain('CR-3')).toEqual(held('CR-2'));
      await records.ageTurns('gw1', 61_000);
      expect(await triesAgain('CR-3')).toMatchObject({ moved: true });
    });

    test('that asks again within five minutes keeps its place', async () => {
      const records = await make();
      const { begins, triesAgain } = openTurns(records);
      await begins('CR-1');
      await begins('CR-2', whole);
      await records.ageTurns('gw1', 240_000);
      expect(await triesAgain('CR-2')).toEqual(held('CR-1'));
      await records.ageTurns('gw1', 240_000);
      expect(await begins('CR-3', { tenant: 'fabrikam' })).toEqual(held('CR-2'));
    });

    test('that comes after a waiting tenant does not overtake it either', async () => {
      const { begins, triesAgain, becomes } = openTurns(await make());
      await begins('CR-1', whole);
      expect(await begins('CR-2')).toEqual(held('CR-1'));
      expect(await begins('CR-3', whole)).toEqual(held('CR-1'));
      await becomes('CR-1', 'kept');
      expect(await triesAgain('CR-3')).toEqual(held('CR-2'));
      expect(await triesAgain('CR-2')).toMatchObject({ moved: true });
    });

    test.each(['stuck', 'unknown'] as const)(
      'holds nobody up while it waits for one that is %s: a person settles that, who knows when',
      async (state) => {
        const { begins, triesAgain, becomes } = openTurns(await make());
        await begins('CR-1');
        await becomes('CR-1', 'applying');
        await becomes('CR-1', state);
        expect(await begins('CR-2', whole)).toEqual(held('CR-1'));
        expect(await begins('CR-3', { tenant: 'fabrikam' })).toMatchObject({ moved: true });
        await becomes('CR-1', 'undoing');
        expect(await triesAgain('CR-2')).toMatchObject({ moved: false, why: 'held' });
        expect(await begins('CR-4', { tenant: 'northwind' })).toEqual(held('CR-2'));
      },
    );
  });

  test('of many that want one gateway all come to their turn, and none overtakes or is overtaken by the whole gateway', async () => {
    const { begins, triesAgain, becomes } = openTurns(await make());
    const tenants = ['contoso', 'fabrikam', '*', 'northwind', 'contoso', '*', 'fabrikam', '*'];
    const all = Array.from({ length: 24 }, (_, i) => {
      const tenant = tenants[(i * 5) % tenants.length] ?? '*';
      return { id: `CR-${i}`, tenant };
    });
    const working: typeof all = [];
    const waiting: typeof all = [];
    const begun: string[] = [];
    const conflict = (a: string, b: string) => a === b || a === '*' || b === '*';
    const start = (one: (typeof all)[number]) => {
      expect(working.filter(({ tenant }) => conflict(tenant, one.tenant))).toEqual([]);
      const before = waiting.slice(0, waiting.indexOf(one)).map(({ tenant }) => tenant);
      // Two of one tenant may come in either order; the whole gateway and a tenant may not.
      expect(one.tenant === '*' ? before : before.filter((tenant) => tenant === '*')).toEqual([]);
      working.push(one);
      begun.push(one.id);
    };
    for (const one of all) {
      const change = one.tenant === '*' ? whole : { tenant: one.tenant };
      waiting.push(one);
      if (!(await begins(one.id, change)).moved) continue;
      start(one);
      waiting.splice(waiting.indexOf(one), 1);
    }
    for (let round = 0; round < 60 && waiting.length > 0; round++) {
      const ending = working.shift();
      if (ending !== undefined) await becomes(ending.id, 'kept');
      // The newest ask first, which helps them nothing.
      for (const one of waiting.toReversed()) {
        if (!(await triesAgain(one.id)).moved) continue;
        start(one);
        waiting.splice(waiting.indexOf(one), 1);
      }
    }
    expect(begun.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
  });
}
