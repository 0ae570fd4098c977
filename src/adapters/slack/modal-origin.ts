import type { MessageRef, Place } from '../../ports/chat';

/** Where a modal was asked for, and the message whose button opened it. */
export interface ModalOrigin {
  where: Place;
  on?: MessageRef;
}

/*
 * Private metadata takes 3,000 characters: three lines of ids and one of at most 2,000 of ours. It is private to the
 * app, but Slack keeps it, so there is never a secret in it.
 */

/** Where a modal came from, to come back with its submission. `carried` may have lines of its own. */
export function toMetadata({ where, on }: ModalOrigin, carried: string): string {
  return [where.channel, where.thread ?? '', on?.id ?? '', carried].join('\n');
}

/** Undefined when no modal of ours can have carried this. */
export function readMetadata(
  metadata: string,
): { origin: ModalOrigin; carried: string } | undefined {
  const [channel, thread, message, ...rest] = metadata.split('\n');
  if (channel === undefined || channel === '' || message === undefined || rest.length === 0) {
    return undefined;
  }
  const where: Place = {
    chat: 'slack',
    channel,
    ...(thread === undefined || thread === '' ? {} : { thread }),
  };
  const on = message === '' ? {} : { on: { chat: 'slack' as const, channel, id: message } };
  return { origin: { where, ...on }, carried: rest.join('\n') };
}
