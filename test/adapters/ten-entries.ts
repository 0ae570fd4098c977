import type { SeenRecords } from './records-under-test';
import { auditOf, requestOf } from './redis/fixture';

/** Ten entries: two requests, created and moved, and some without a request. */
export async function withTenEntries<R extends SeenRecords>(make: () => Promise<R>): Promise<R> {
  const records = await make();
  const { store, audit } = records;
  for (const id of ['CR-1', 'CR-2']) {
    const made = await store.create(requestOf(id), auditOf(id, 'request.created'));
    const moved = await store.move(made, { ...made, state: 'pending' }, auditOf(id));
    if (!moved.moved) throw new Error('not moved');
    await store.move(moved.request, { ...made, state: 'denied' }, auditOf(id));
  }
  for (let i = 0; i < 4; i++) {
    await audit.append({ at: i, actor: 'mtgw', action: 'worker.started', detail: { i } });
  }
  expect(await audit.verify()).toEqual({ entries: 10, ok: true });
  return records;
}
