import type { Message } from '../../src/message';
import {
  type Chat,
  type ChatName,
  MessageGoneError,
  type MessageRef,
  type Place,
} from '../../src/ports';

export interface Posted {
  ref: MessageRef;
  place: Place;
  key: string;
  message: Message;
}

/** A platform in memory that takes each key once, as a good one would. */
export interface MemoryChat extends Chat {
  posted(): readonly Posted[];
}

/** One chat, for everybody. What is posted twice with one key is there once. */
export function memoryChat(name: ChatName): MemoryChat {
  const posted: Posted[] = [];
  return {
    name,
    posted: () => posted,
    start: async () => {},
    stop: async () => {},
    async post(place, message, key) {
      const before = posted.find((one) => one.key === key);
      if (before !== undefined) return before.ref;
      const ref = { chat: name, channel: place.channel, id: `${name}-${posted.length + 1}` };
      posted.push({ ref, place, key, message });
      return ref;
    },
    async update(ref, message) {
      const found = posted.find((one) => one.ref.id === ref.id);
      if (found === undefined) throw new MessageGoneError(`${ref.id} is not there any more.`);
      found.message = message;
    },
    whisper: async () => {},
  };
}
