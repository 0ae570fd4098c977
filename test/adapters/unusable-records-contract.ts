import { RecordError } from '../../src/errors';
import type { MakeRecords } from './records-under-test';
import { auditOf, requestOf } from './redis/fixture';

/** What a change store does with records that it cannot use, whatever is behind. */
export function unusableRecordsContract(make: MakeRecords): void {
  /** CR-1 is damaged, CR-2 was written by a newer version, CR-3 is whole; each is due. */
  async function threeRecords() {
    const records = await make();
    for (const [id, confirm] of [
      ['CR-1', 100],
      ['CR-2', 200],
      ['CR-3', 300],
    ] as const) {
      await records.store.create(requestOf(id, { due: { confirm } }), auditOf(id));
    }
    await records.spoil('CR-1', 'damaged');
    await records.spoil('CR-2', 'newer');
    return records;
  }

  describe('a record that cannot be used', () => {
    test('is refused by its name, as damaged or as of a newer version, with what to do', async () => {
      const { store } = await threeRecords();
      const [damaged, newer] = await Promise.all(
        ['CR-1', 'CR-2'].map((id) => store.get(id).catch((error: unknown) => error)),
      );
      expect(damaged).toBeInstanceOf(RecordError);
      expect(damaged).toMatchObject({ name: 'UnreadableRecordError', request: 'CR-1' });
      expect((damaged as Error).message).toContain('The record of CR-1 cannot be read: ');
      expect(newer).toBeInstanceOf(RecordError);
      expect(newer).toMatchObject({ name: 'NewerRecordError', request: 'CR-2' });
      expect((newer as Error).message).toBe(
        'The record of CR-2 is of a newer version of mtgw: this one does not know the state "windowed". ' +
          'It is left as it is. Bring every process of the bot to the newest version.',
      );
    });

    test('is left out of the lists, and hides no other', async () => {
      const { store } = await threeRecords();
      const lists = await Promise.all([
        store.open(),
        store.recent(9),
        store.about({ tenant: 'contoso', site: 'hq' }, 9),
      ]);
      for (const list of lists) expect(list.map(({ id }) => id)).toEqual(['CR-3']);
    });

    test('has no due time for anybody here, and those of others are handed out', async () => {
      const { store } = await threeRecords();
      expect(await store.claimDue(1_000)).toEqual([{ id: 'CR-3', kind: 'confirm' }]);
      expect(await store.claimDue(1_000)).toEqual([]);
    });

    test('of a newer version is not overwritten by who had read it before', async () => {
      const { store, audit } = await threeRecords();
      const former = requestOf('CR-2', { due: { confirm: 200 } });
      const move = store.move(former, { ...former, state: 'pending' }, auditOf('CR-2'));
      await expect(move).rejects.toMatchObject({ name: 'NewerRecordError', request: 'CR-2' });
      await expect(store.get('CR-2')).rejects.toMatchObject({ name: 'NewerRecordError' });
      expect((await audit.read()).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    });

    test('is whole again when one writes it who had read it whole', async () => {
      const { store } = await threeRecords();
      const former = requestOf('CR-1', { due: { confirm: 100 } });
      await store.move(former, { ...former, state: 'pending' }, auditOf('CR-1'));
      expect(await store.get('CR-1')).toMatchObject({ version: 2, state: 'pending' });
      expect((await store.open()).map(({ id }) => id)).toEqual(['CR-1', 'CR-3']);
    });
  });
}
