/**
 * BullMQ forbids ':' in queue names and job ids, and ids that are whole numbers. Gateways and requests are
 * named by people, so their names are encoded.
 */
function encode(name: string): string {
  return encodeURIComponent(name).replace(/[!'()*~]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
}

/** One queue for each gateway, so that changes run one at a time on each and side by side over all. */
export function changeQueueOf(gateway: string): string {
  return `change-${encode(gateway)}`;
}

/** Plans and queries: readings, which never wait for a change. */
export function readQueueOf(gateway: string): string {
  return `read-${encode(gateway)}`;
}

/** A change that is queued twice for one run is one job. */
export function changeJobId(request: string, run: number): string {
  return `${encode(request)}-${run}`;
}

/** The plans of a request that wait to be made become one: that is what they are deduplicated by. */
export function planJobId(request: string): string {
  return `plan-${encode(request)}`;
}
