import type { ChangeRequest, RequestState } from '../../approvals/request';
import type { ChangeStore } from '../../src/ports/store';
import type { MakeRecords } from './records-under-test';
import { auditOf, requestOf } from './redis/fixture';

async function toState(store: ChangeStore, from: ChangeRequest, state: RequestState) {
  return await store.move(from, { ...from, state }, auditOf(from.id));
}

async function queued(store: ChangeStore, id: string, change: Partial<ChangeRequest> = {}) {
  const made = await store.create(requestOf(id, change), auditOf(id));
  return await toState(store, made, 'queued');
}

/** What every change store does, whatever is behind. */
export function changeStoreContract(make: MakeRecords): void {
  describe('the change store', () => {
    test('ids are sayable, begin at CR-1001 and are given once', async () => {
      const { store } = await make();
      const ids = await Promise.all(Array.from({ length: 20 }, () => store.nextId()));
      expect(ids[0]).toBe('CR-1001');
      expect(new Set(ids).size).toBe(20);
    });

    test('a request is read back as it was written, and grows by one version with each move', async () => {
      const { store } = await make();
      const made = await store.create(requestOf('CR-1', { version: 99 }), auditOf('CR-1'));
      expect(made.version).toBe(1);
      expect(await store.get('CR-1')).toEqual(made);
      const moved = await toState(store, made, 'pending');
      expect(moved).toEqual({ moved: true, request: { ...made, version: 2, state: 'pending' } });
      expect(await store.get('CR-1')).toEqual({ ...made, version: 2, state: 'pending' });
      expect(await store.get('CR-2')).toBeUndefined();
    });

    test('what was asked about one site of a tenant is read by itself, newest first', async () => {
      const { store } = await make();
      const about = (tenant: string, site: string) => ({ tenant, args: { tenant, site } });
      const asked: [string, string, string][] = [
        ['CR-1', 'contoso', 'hq'],
        ['CR-2', 'contoso', 'branch'],
        ['CR-3', 'fabrikam', 'hq'],
        ['CR-4', 'contoso', 'hq'],
      ];
      for (const [id, tenant, site] of asked) {
        await store.create(requestOf(id, about(tenant, site)), auditOf(id));
      }
      await store.create(requestOf('CR-5', { args: { gateway: 'gw1' } }), auditOf('CR-5'));
      const fourth = (await store.get('CR-4')) as ChangeRequest;
      await toState(store, fourth, 'closed');
      const found = await store.about({ tenant: 'contoso', site: 'hq' }, 10);
      expect(found.map(({ id }) => id)).toEqual(['CR-4', 'CR-1']);
      expect(await store.about({ tenant: 'contoso', site: 'hq' }, 1)).toHaveLength(1);
      expect(await store.about({ tenant: 'contoso', site: 'hq' }, 0)).toEqual([]);
      expect(await store.about({ tenant: 'northwind', site: 'hq' }, 10)).toEqual([]);
    });

    test('a request that is not there cannot be moved, and nothing is written about it', async () => {
      const { store, audit } = await make();
      const never = requestOf('CR-9');
      const move = store.move(never, { ...never, state: 'pending' }, auditOf('CR-9'));
      await expect(move).rejects.toMatchObject({ name: 'UnreadableRecordError', request: 'CR-9' });
      expect(await store.get('CR-9')).toBeUndefined();
      expect(await audit.verify()).toEqual({ entries: 0, ok: true });
    });

    test('a request cannot be created twice', async () => {
      const { store } = await make();
      await store.create(requestOf('CR-1'), auditOf('CR-1'));
      await expect(store.create(requestOf('CR-1'), auditOf('CR-1'))).rejects.toThrow(
        'CR-1 exists already',
      );
    });

    test('of 50 writers on the same version exactly one wins, and one audit entry is written', async () => {
      const { store, audit, another } = await make();
      const others = await Promise.all([1, 2, 3].map(() => another()));
      const stores = [store, ...others.map((other) => other.store)];
      const made = await store.create(requestOf('CR-1'), auditOf('CR-1'));
      const results = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          (stores[i % 4] as ChangeStore).move(
            made,
            { ...made, state: 'pending', because: `writer ${i}` },
            auditOf('CR-1', `writer ${i}`),
          ),
        ),
      );
      const winners = results.filter((result) => result.moved);
      expect(winners).toHaveLength(1);
      const now = await store.get('CR-1');
      expect(now?.version).toBe(2);
      for (const result of results) {
        if (!result.moved) expect(result).toEqual({ moved: false, why: 'outdated', current: now });
      }
      const entries = await audit.read({ request: 'CR-1' });
      expect(entries.map((entry) => entry.action)).toEqual(['request.moved', now?.because]);
      expect(await audit.verify()).toEqual({ entries: 2, ok: true });
    });

    test('writers on different requests in four processes all win, and the audit chain holds', async () => {
      const { store, audit, another } = await make();
      const others = await Promise.all([1, 2, 3].map(() => another()));
      const stores = [store, ...others.map((other) => other.store)];
      await Promise.all(
        Array.from({ length: 40 }, async (_, i) => {
          const mine = stores[i % 4] as ChangeStore;
          const made = await mine.create(requestOf(`CR-${i}`), auditOf(`CR-${i}`));
          expect((await toState(mine, made, 'pending')).moved).toBe(true);
        }),
      );
      expect(await audit.verify()).toEqual({ entries: 80, ok: true });
    });

    test('open requests come oldest first, ended ones are only in the recent, newest first', async () => {
      const { store } = await make();
      const made = [];
      for (const id of ['CR-1', 'CR-2', 'CR-3'])
        made.push(await store.create(requestOf(id), auditOf(id)));
      await toState(store, made[1] as ChangeRequest, 'closed');
      expect((await store.open()).map(({ id }) => id)).toEqual(['CR-1', 'CR-3']);
      expect((await store.recent(2)).map(({ id }) => id)).toEqual(['CR-3', 'CR-2']);
      expect(await store.recent(0)).toEqual([]);
    });
  });

  describe('holding', () => {
    test('a change is refused while another holds its tenant on that gateway, and told which', async () => {
      const { store } = await make();
      expect((await queued(store, 'CR-1')).moved).toBe(true);
      expect(await queued(store, 'CR-2')).toEqual({ moved: false, why: 'held', holder: 'CR-1' });
      expect((await queued(store, 'CR-3', { tenant: 'fabrikam' })).moved).toBe(true);
      expect((await queued(store, 'CR-4', { gateway: 'gw2' })).moved).toBe(true);
    });

    test('a gateway-level change conflicts with every tenant there, both ways', async () => {
      const { store } = await make();
      await queued(store, 'CR-1');
      const whole = { risk: 'gateway' as const };
      expect(await queued(store, 'CR-2', whole)).toEqual({
        moved: false,
        why: 'held',
        holder: 'CR-1',
      });
      await queued(store, 'CR-3', { ...whole, gateway: 'gw2' });
      const late = await queued(store, 'CR-4', { gateway: 'gw2', tenant: 'northwind' });
      expect(late).toEqual({ moved: false, why: 'held', holder: 'CR-3' });
    });

    test('it is held through every working state and let go at the end', async () => {
      const { store } = await make();
      let result = await queued(store, 'CR-1');
      for (const state of ['applying', 'verifying', 'unconfirmed'] as const) {
        if (!result.moved) throw new Error('held by itself');
        result = await toState(store, result.request, state);
        expect((await queued(store, `CR-2${state}`)).moved).toBe(false);
      }
      if (!result.moved) throw new Error('held by itself');
      await toState(store, result.request, 'kept');
      expect((await queued(store, 'CR-3')).moved).toBe(true);
    });

    test('of 20 that want the same tenant at once exactly one gets it', async () => {
      const { store } = await make();
      const ids = Array.from({ length: 20 }, (_, i) => `CR-${i}`);
      const made = await Promise.all(ids.map((id) => store.create(requestOf(id), auditOf(id))));
      const results = await Promise.all(made.map((request) => toState(store, request, 'queued')));
      expect(results.filter((result) => result.moved)).toHaveLength(1);
      expect(results.filter((result) => !result.moved && result.why === 'held')).toHaveLength(19);
    });
  });

  describe('cards', () => {
    const card = { chat: 'slack' as const, channel: 'C1', id: '1.1' };

    test('every write marks both chats, and showing the newest version clears one', async () => {
      const { store } = await make();
      const made = await store.create(requestOf('CR-1'), auditOf('CR-1'));
      expect(await store.behind('slack')).toEqual(['CR-1']);
      expect(await store.cards('CR-1', 'slack')).toBeUndefined();
      await store.cardsShown('CR-1', 'slack', { card, version: 1, posted: 0 });
      expect(await store.behind('slack')).toEqual([]);
      expect(await store.behind('teams')).toEqual(['CR-1']);
      expect(await store.cards('CR-1', 'slack')).toEqual({ card, version: 1, posted: 0 });
      await toState(store, made, 'pending');
      expect(await store.behind('slack')).toEqual(['CR-1']);
    });

    test('a write marks the chats that the bot speaks in, and no other', async () => {
      const { store } = await make({ chats: ['slack'] });
      const made = await store.create(requestOf('CR-1'), auditOf('CR-1'));
      await toState(store, made, 'pending');
      expect(await store.behind('slack')).toEqual(['CR-1']);
      expect(await store.behind('teams')).toEqual([]);
      const { store: other } = await make({ chats: ['teams'] });
      await other.create(requestOf('CR-1'), auditOf('CR-1'));
      expect(await other.behind('slack')).toEqual([]);
      expect(await other.behind('teams')).toEqual(['CR-1']);
    });

    test('what is drawn anew keeps its card and the lines that were posted', async () => {
      const { store } = await make();
      await store.create(requestOf('CR-1'), auditOf('CR-1'));
      await store.cardsShown('CR-1', 'slack', { card, version: 1, posted: 7 });
      await store.drawAnew('CR-1', 'slack');
      expect(await store.behind('slack')).toEqual(['CR-1']);
      expect(await store.cards('CR-1', 'slack')).toEqual({ card, version: 0, posted: 7 });
      await store.drawAnew('CR-9', 'slack');
      expect(await store.behind('slack')).toEqual(['CR-1']);
    });

    test('what a chat never showed is drawn there too', async () => {
      const { store } = await make({ chats: ['slack'] });
      await store.create(requestOf('CR-1'), auditOf('CR-1'));
      await store.drawAnew('CR-1', 'teams');
      expect(await store.behind('teams')).toEqual(['CR-1']);
      expect(await store.cards('CR-1', 'teams')).toBeUndefined();
    });

    test('over what is remembered it is remembered, also over nothing and over what was read back', async () => {
      const { store } = await make();
      await store.create(requestOf('CR-1'), auditOf('CR-1'));
      const drawn = { card, version: 0, drawn: 1, posted: 0 };
      expect(await store.cardsShown('CR-1', 'slack', drawn, { version: 0, posted: 0 })).toBe(true);
      const read = await store.cards('CR-1', 'slack');
      expect(await store.cardsShown('CR-1', 'slack', { ...drawn, version: 1 }, read)).toBe(true);
      expect(await store.cards('CR-1', 'slack')).toEqual({ ...drawn, version: 1 });
      expect(await store.behind('slack')).toEqual([]);
    });

    test('over what another process wrote meanwhile only the posted lines count, and it is drawn again', async () => {
      const { store } = await make();
      await store.create(requestOf('CR-1'), auditOf('CR-1'));
      const mine = { card, version: 0, drawn: 1, posted: 1 };
      await store.cardsShown('CR-1', 'slack', { card, version: 1, drawn: 1, posted: 3 });
      for (const posted of [2, 5]) {
        const next = { ...mine, version: 1, posted };
        expect(await store.cardsShown('CR-1', 'slack', next, mine)).toBe(false);
        const again = { card, version: 0, drawn: 1, posted: Math.max(3, posted) };
        expect(await store.cards('CR-1', 'slack')).toEqual(again);
        expect(await store.behind('slack')).toEqual(['CR-1']);
      }
      const read = await store.cards('CR-1', 'slack');
      const whole = { card, version: 1, drawn: 1, posted: 5 };
      expect(await store.cardsShown('CR-1', 'slack', whole, read)).toBe(true);
      expect(await store.behind('slack')).toEqual([]);
    });

    test('showing an older version leaves the mark, or brings it back', async () => {
      const { store } = await make();
      const made = await store.create(requestOf('CR-1'), auditOf('CR-1'));
      await toState(store, made, 'pending');
      await store.cardsShown('CR-1', 'slack', { card, version: 1, posted: 0 });
      expect(await store.behind('slack')).toEqual(['CR-1']);
      await store.cardsShown('CR-1', 'slack', { card, version: 2, posted: 1 });
      expect(await store.behind('slack')).toEqual([]);
      await store.cardsShown('CR-1', 'slack', { card, version: 1, posted: 1 });
      expect(await store.behind('slack')).toEqual(['CR-1']);
    });
  });
}
