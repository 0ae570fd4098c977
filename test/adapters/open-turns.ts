import type { ChangeRequest, RequestState } from '../../approvals/request';
import type { ChangeStore } from '../../src/ports/store';
import type { SeenRecords } from './records-under-test';
import { auditOf, requestOf } from './redis/fixture';

/** A change of the whole gateway. */
export const whole = { risk: 'gateway' as const };

/** What a change hears that has to wait. */
export const held = (holder: string) => ({ moved: false, why: 'held', holder });

/** The store of an installation in which changes begin, wait and end. */
export function openTurns({ store }: SeenRecords) {
  const newest = async (id: string) => {
    const request = await store.get(id);
    if (request === undefined) throw new Error(`${id} is lost`);
    return request;
  };
  return {
    store,
    /** Approved, and wants to begin. */
    begins: async (id: string, change: Partial<ChangeRequest> = {}) => {
      const request = requestOf(id, { state: 'approved', ...change });
      const made = await store.create(request, auditOf(id));
      return await to(store, made, 'queued');
    },
    triesAgain: async (id: string) => await to(store, await newest(id), 'queued'),
    becomes: async (id: string, state: RequestState) => await to(store, await newest(id), state),
  };
}

async function to(store: ChangeStore, from: ChangeRequest, state: RequestState) {
  return await store.move(from, { ...from, state }, auditOf(from.id));
}
