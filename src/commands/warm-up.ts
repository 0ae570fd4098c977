import type { Answer, Place } from '../ports/chat';
import type { ChatParts } from '../workflow/parts';
import { onLine } from './on-line';

/** So often a line is read until Node has compiled what reads it. */
const times = 25;

const nowhere: Answer = { say: async () => {}, working: async () => {}, form: async () => {} };

/**
 * Ask for help on behalf of nobody, so that the first command after a start waits for nothing that is worked out once:
 * patterns, arguments, who may do what. Nothing is read or written for it.
 */
export async function warmUp(parts: ChatParts): Promise<void> {
  const [person] = parts.people.all();
  const [chat] = Object.values(parts.chats);
  if (person === undefined || chat === undefined) return;
  const [channel = ''] = parts.channels.operations();
  const id = parts.channels.idOf(channel, chat.name) ?? '';
  const where: Place = { chat: chat.name, channel: id };
  for (let i = 0; i < times; i++) {
    await onLine({ parts, person, where, answer: nowhere }, i % 2 === 0 ? 'help' : 'help health');
  }
}
