import type { ChangeRequest, RequestState } from '../../approvals/request';
import type { WithIntents } from '../../src/ports/intents';
import { intentOf } from './intents-contract';
import type { MakeRecords, SeenRecords } from './records-under-test';
import { auditOf, requestOf } from './redis/fixture';

/** What a write does with intents in the same moment, whatever is behind. */
export function takingMovesContract(make: MakeRecords): void {
  async function made({ store }: SeenRecords, id: string) {
    return await store.create(requestOf(id, { tenant: `of ${id}` }), auditOf(id));
  }
  const move = (
    { store }: SeenRecords,
    from: ChangeRequest,
    intents: WithIntents,
    state: RequestState = 'applying',
  ) => store.move(from, { ...from, state }, auditOf(from.id), intents);

  describe('a move with an intent', () => {
    test('takes the machine as it is written, as the newest run of its request', async () => {
      const records = await make();
      const from = await made(records, 'CR-1');
      const opens = intentOf(3);
      expect(await move(records, from, { opens })).toMatchObject({ moved: true });
      expect(await records.intents.find('gw1')).toEqual(opens);
      expect(await records.intents.fence('CR-1', 4)).toBe(3);
    });

    test('is not written where another step is under way, and leaves that alone', async () => {
      const records = await make();
      const other = intentOf(1, { request: 'CR-2' });
      await records.intents.open(other);
      const from = await made(records, 'CR-1');
      const before = await records.audit.verify();
      const refused = await move(records, from, { opens: intentOf(1) });
      expect(refused).toEqual({ moved: false, why: 'busy' });
      expect(await records.store.get('CR-1')).toEqual(from);
      expect(await records.intents.find('gw1')).toEqual(other);
      expect(await records.audit.verify()).toEqual(before);
      expect(await records.intents.fence('CR-1', 1)).toBe(0);
    });

    test('is not written once its run is over', async () => {
      const records = await make();
      const from = await made(records, 'CR-1');
      await records.intents.fence('CR-1', 2);
      const refused = await move(records, from, { opens: intentOf(1) });
      expect(refused).toEqual({ moved: false, why: 'busy' });
      expect(await records.intents.find('gw1')).toBeUndefined();
    });

    test('takes nothing where somebody wrote before it', async () => {
      const records = await make();
      const from = await made(records, 'CR-1');
      await move(records, from, {}, 'cancelled');
      const refused = await move(records, from, { opens: intentOf(1) });
      expect(refused).toMatchObject({ moved: false, why: 'outdated' });
      expect(await records.intents.find('gw1')).toBeUndefined();
      expect(await records.intents.fence('CR-1', 1)).toBe(0);
    });

    test('closes the one whose cmdlet has answered, and another in the same write', async () => {
      const records = await make();
      const from = await made(records, 'CR-1');
      const closes = intentOf(1);
      await records.intents.open(closes);
      const opens = intentOf(1, { step: 1 });
      expect(await move(records, from, { closes, opens })).toMatchObject({ moved: true });
      expect(await records.intents.find('gw1')).toEqual(opens);
    });

    test('closes it also where somebody wrote before it, and never another one', async () => {
      const records = await make();
      const from = await made(records, 'CR-1');
      await move(records, from, {}, 'undoing');
      const open = intentOf(1);
      await records.intents.open(open);
      await move(records, from, { closes: intentOf(1, { deadline: 1 }) });
      expect(await records.intents.find('gw1')).toEqual(open);
      const refused = await move(records, from, { closes: open });
      expect(refused).toMatchObject({ moved: false, why: 'outdated' });
      expect(await records.intents.find('gw1')).toBeUndefined();
    });

    test('of 20 that want the same machine at once exactly one is written', async () => {
      const records = await make();
      const ids = Array.from({ length: 20 }, (_, i) => `CR-${i + 1}`);
      const all = await Promise.all(ids.map((id) => made(records, id)));
      const answers = await Promise.all(
        all.map((from) => move(records, from, { opens: intentOf(1, { request: from.id }) })),
      );
      expect(answers.filter(({ moved }) => moved)).toHaveLength(1);
      expect(answers.filter((one) => !one.moved && one.why === 'busy')).toHaveLength(19);
      const states = await Promise.all(ids.map(async (id) => (await records.store.get(id))?.state));
      expect(states.filter((state) => state === 'applying')).toHaveLength(1);
    });
  });

  describe('an intent that is withdrawn', () => {
    test('frees the machine, and its run counts as one that took none', async () => {
      const { intents } = await make();
      await intents.open(intentOf(2, { target: 'host1' }));
      await intents.open(intentOf(3));
      await intents.withdraw(intentOf(3));
      expect(await intents.find('gw1')).toBeUndefined();
      expect(await intents.fence('CR-1', 9)).toBe(2);
    });

    test('of a run that took a machine before counts all the same', async () => {
      const { intents } = await make();
      await intents.open(intentOf(3));
      await intents.close(intentOf(3));
      await intents.open(intentOf(3, { step: 1 }));
      await intents.withdraw(intentOf(3, { step: 1 }));
      expect(await intents.find('gw1')).toBeUndefined();
      expect(await intents.fence('CR-1', 9)).toBe(3);
    });

    test('leaves another’s alone, and what that counts for', async () => {
      const { intents } = await make();
      await intents.open(intentOf(3));
      await intents.withdraw(intentOf(3, { deadline: 1 }));
      expect(await intents.find('gw1')).toEqual(intentOf(3));
      expect(await intents.fence('CR-1', 9)).toBe(3);
    });
  });
}
