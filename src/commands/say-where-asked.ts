import { NotThereError, UnavailableError } from '../errors';
import type { Message } from '../message';
import type { Heard } from './heard';

/** Seen by all where it concerns all; alone in a direct conversation. `about` makes the post's key sayable. */
export async function sayWhereAsked(
  { parts, person, where, answer }: Heard,
  message: Message,
  about: string,
): Promise<void> {
  if (parts.channels.nameOf(where) === undefined) {
    await answer.say(message);
    return;
  }
  const chat = parts.chats[where.chat];
  if (chat === undefined) throw new UnavailableError(`${where.chat} is not connected.`);
  try {
    await chat.post(where, message, `answer/${about}/${Date.now()}/${person.id}`);
  } catch (error) {
    if (!(error instanceof NotThereError)) throw error;
    const note = `Only you see this: ${error.message}`;
    await answer.say({ ...message, blocks: [...message.blocks, { kind: 'note', text: note }] });
  }
}
