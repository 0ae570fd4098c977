import type { AuditEntry } from '../../src/ports/audit';
import type { MakeRecords } from './records-under-test';
import { withTenEntries } from './ten-entries';
import { auditOf } from './redis/fixture';

/** What every audit log does, whatever is behind. */
export function auditLogContract(make: MakeRecords): void {
  describe('the audit log', () => {
    test('entries are chained from 64 zeros on and come back newest last', async () => {
      const { audit } = await withTenEntries(make);
      const entries = await audit.read();
      expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(entries[0]?.previous).toBe('0'.repeat(64));
      entries.slice(1).forEach((entry, i) => {
        expect(entry.previous).toBe(entries[i]?.mac);
      });
    });

    test('it is read by request, from an entry on, or only the newest', async () => {
      const { audit } = await withTenEntries(make);
      const seqs = (entries: AuditEntry[]) => entries.map(({ seq }) => seq);
      expect(seqs(await audit.read({ request: 'CR-2' }))).toEqual([4, 5, 6]);
      expect(seqs(await audit.read({ request: 'CR-2', limit: 2 }))).toEqual([5, 6]);
      expect(seqs(await audit.read({ request: 'CR-2', from: 5, limit: 1 }))).toEqual([5]);
      expect(seqs(await audit.read({ limit: 2 }))).toEqual([9, 10]);
      expect(seqs(await audit.read({ from: 8 }))).toEqual([8, 9, 10]);
      expect(seqs(await audit.read({ from: 3, limit: 2 }))).toEqual([3, 4]);
      expect(await audit.read({ request: 'CR-9' })).toEqual([]);
    });

    test('200 entries at once from two processes make one chain', async () => {
      const { audit, another } = await make();
      const second = (await another()).audit;
      const drafts = Array.from({ length: 200 }, (_, i) => ({ ...auditOf('CR-1'), detail: { i } }));
      await Promise.all(drafts.map((draft, i) => (i % 2 ? audit : second).append(draft)));
      expect(await (await another()).audit.verify()).toEqual({ entries: 200, ok: true });
    });

    test('writing goes on while it is verified', async () => {
      const { audit } = await withTenEntries(make);
      const writing = Array.from({ length: 100 }, () => audit.append(auditOf('CR-3')));
      const verdicts = await Promise.all([audit.verify(), audit.verify(), audit.verify()]);
      expect(verdicts.every(({ ok }) => ok)).toBe(true);
      await Promise.all(writing);
    });

    test('an empty log holds', async () => {
      const { audit } = await make();
      expect(await audit.verify()).toEqual({ entries: 0, ok: true });
      expect(await audit.read()).toEqual([]);
    });
  });
}
