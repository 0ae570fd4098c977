import { createHash } from 'node:crypto';
import type { RecordError } from '../errors';
import { stoppedRequest, unusableRecord } from '../messages/unusable-record';
import { mailboxOf } from './audience';
import type { Records } from './parts';

/**
 * Tell the operations channels, once, of a request whose record is not believed; and the place that it was asked in,
 * where that is known.
 * @returns whether it was told now
 */
export async function tellUnusable(
  parts: Records,
  { request, message }: RecordError,
  home?: string,
): Promise<boolean> {
  const { channels, clock, health } = parts;
  const mark = `unusable/${request}/${createHash('sha256').update(message).digest('hex')}`;
  const post = (channel: string, what: ReturnType<typeof stoppedRequest>) => ({
    id: `${mark}/${channel}`,
    at: clock.now(),
    message: what,
    to: mailboxOf(parts, channel),
  });
  const operations = channels.operations();
  return health.tellOnce(mark, [
    ...operations.map((channel) => post(channel, unusableRecord(request, message))),
    ...(home === undefined || operations.includes(home)
      ? []
      : [post(home, stoppedRequest(request))]),
  ]);
}

/** Look for such records among those that are open. Any number of processes may do this. */
export async function tellOfUnusable(parts: Records): Promise<void> {
  for (const fault of await parts.store.unusable()) await tellUnusable(parts, fault);
}
