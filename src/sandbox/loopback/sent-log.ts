import type { Sent } from '../../adapters/web/store';

/** What the bot sent or edited, in one order over both chats. */
export interface SentLog {
  add(sent: Omit<Sent, 'seq' | 'at'>): void;
  messages(): readonly Sent[];
  /** Returns how to stop listening. */
  onSent(listener: (sent: Sent) => void): () => void;
}

/** A log that both platforms write to, so that one order holds over both. Sequence numbers begin at 1. */
export function createSentLog(): SentLog {
  const all: Sent[] = [];
  const listeners = new Set<(sent: Sent) => void>();
  return {
    add(draft) {
      const sent = { ...draft, seq: all.length + 1, at: Date.now() };
      all.push(sent);
      for (const listener of listeners) listener(sent);
    },
    messages: () => all,
    onSent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
