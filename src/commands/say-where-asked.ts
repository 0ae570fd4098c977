import { NotThereError, UnavailableError } from '../errors';
import type { Message } from '../message';
import type { Heard } from './heard';
import { unknownChannel } from './unknown-channel';

/**
 * Seen by all where it concerns all, and then it says for whom, as a slash command is seen by nobody else; alone in a
 * direct conversation. `about` makes the post's key sayable, `line` is what was asked.
 */
export async function sayWhereAsked(
  { parts, person, where, answer }: Heard,
  message: Message,
  { about, line }: { about: string; line: string },
): Promise<void> {
  const under = (...texts: string[]): Message => ({
    ...message,
    blocks: [...message.blocks, ...texts.map((text) => ({ kind: 'note' as const, text }))],
  });
  if (parts.channels.nameOf(where) === undefined) {
    const unknown = unknownChannel({ parts, where });
    await answer.say(
      under(line, ...(unknown === undefined ? [] : [`Only you see this: ${unknown}`])),
    );
    return;
  }
  const chat = parts.chats[where.chat];
  if (chat === undefined) throw new UnavailableError(`${where.chat} is not connected.`);
  try {
    const shown = under(`For ${person.id}: ${line}`);
    await chat.post(where, shown, `answer/${about}/${Date.now()}/${person.id}`);
  } catch (error) {
    if (!(error instanceof NotThereError)) throw error;
    await answer.say(under(`Only you see this: ${error.message}`));
  }
}
