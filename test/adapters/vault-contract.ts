import type { MakeRecords } from './records-under-test';
import { until } from './redis/fixture';

const value = 'hunter2-Ünïcode';

/** What keeps secrets until they end, whatever is behind. */
export function vaultContract(make: MakeRecords): void {
  describe('the vault', () => {
    test('a sealed value is opened by its reference, with where it came from', async () => {
      const { vault } = await make();
      const made = await vault.seal(value, 'pre-shared key', 60_000, 'made');
      const given = await vault.seal('other', 'pre-shared key', 60_000);
      expect(made.origin).toBe('made');
      expect(given.origin).toBe('given');
      expect(await vault.open(made)).toBe(value);
      expect(await vault.open(made)).toBe(value);
      expect(await vault.open(given)).toBe('other');
      expect(await vault.open({ secret: 'nothing' })).toBeUndefined();
    });

    test('it ends after its time, and when it is dropped', async () => {
      const { vault } = await make();
      const short = await vault.seal(value, 'key', 50);
      const dropped = await vault.seal(value, 'key', 60_000);
      await vault.drop(dropped);
      expect(await vault.open(dropped)).toBeUndefined();
      await until(async () => (await vault.open(short)) === undefined);
      await expect(vault.seal(value, 'key', 0)).rejects.toThrow('needs a time to live');
    });

    test('whether it is there is told without opening it, and a copy outlives it', async () => {
      const { vault } = await make();
      const ref = await vault.seal(value, 'key of CR-1', 60_000, 'made');
      expect(await vault.has(ref)).toBe(true);
      const again = await vault.reseal(ref, 'key of CR-2', 600_000);
      await vault.drop(ref);
      expect(await vault.has(ref)).toBe(false);
      expect(await vault.reseal(ref, 'key of CR-3', 60_000)).toBeUndefined();
      expect(again?.origin).toBe('kept');
      expect(again && (await vault.open(again))).toBe(value);
    });

    test('whether it is there is told without opening it', async () => {
      const { vault } = await make();
      const ref = await vault.seal(value, 'key', 60_000);
      expect(await vault.has(ref)).toBe(true);
      await vault.drop(ref);
      expect(await vault.has(ref)).toBe(false);
    });

    test('it is sealed again under a reference of its own, and outlives the first', async () => {
      const { vault } = await make();
      const ref = await vault.seal(value, 'key of CR-1', 60_000, 'made');
      const again = await vault.reseal(ref, 'key of CR-2', 600_000);
      if (again === undefined) throw new Error('it was there');
      expect(again).toMatchObject({ origin: 'kept' });
      expect(again.secret).not.toBe(ref.secret);
      await vault.drop(ref);
      expect(await vault.open(again)).toBe(value);
      expect(await vault.reseal(ref, 'key of CR-3', 60_000)).toBeUndefined();
    });
  });
}
