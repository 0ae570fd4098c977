/**
 * BullMQ forbids ':' in queue names and job ids, and ids that are whole numbers. Gateways and requests are
 * named by people, so their names are encoded.
 */
function encode(name: string): string {
  return encodeURIComponent(name).replace(/[!'()*~]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
}

export function changeQueueOf(gateway: string): string {
  return `change-${encode(gateway)}`;
}

/** Plans and queries: readings, which never wait for a change. */
export function readQueueOf(gateway: string): string {
  return `read-${encode(gateway)}`;
}

export function changeJobId(request: string, run: number): string {
  return `${encode(request)}-${run}`;
}

export function planJobId(request: string): string {
  return `plan-${encode(request)}`;
}
