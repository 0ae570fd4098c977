import type { MessageRef } from '../../ports/chat';

const limit = 2000;

/** Sends of this process by their key: a repeat gives the first one back, one that failed is tried anew. */
export function createPosted() {
  const known = new Map<string, Promise<MessageRef>>();
  return {
    once(key: string, send: () => Promise<MessageRef>): Promise<MessageRef> {
      const before = known.get(key);
      if (before !== undefined) return before;
      const sending = send();
      known.set(key, sending);
      sending.catch(() => known.delete(key));
      const [oldest] = known.keys();
      if (known.size > limit && oldest !== undefined) known.delete(oldest);
      return sending;
    },
  };
}
