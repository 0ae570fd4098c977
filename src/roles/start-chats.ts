import type { Chat } from '../ports/chat';
import type { Log } from '../ports/log';
import { repeat } from './repeat';
import type { Role } from './role';

/** A chat that refused the bot is asked again so often, in milliseconds: its owner may be mending it. */
const againMs = 60_000;

/**
 * Begin to hear all chats. One that refuses the bot must not take the others along: it is said, and tried again.
 * @throws what the first one said, when none of them can be heard
 */
export async function startChats(
  chats: readonly Chat[],
  ears: Parameters<Chat['start']>[0],
  log: Log,
): Promise<Role & { heard: readonly Chat[] }> {
  const outcomes = await Promise.allSettled(chats.map((chat) => chat.start(ears)));
  const refused = chats.filter((_, at) => outcomes[at]?.status === 'rejected');
  const [first] = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  if (refused.length === chats.length && first !== undefined) throw first;
  const retries = refused.map((chat) => {
    let heard = false;
    return repeat(
      againMs,
      async () => {
        if (heard) return;
        try {
          await chat.start(ears);
          heard = true;
          log.info({ chat: chat.name }, 'this chat is heard now');
        } catch (error) {
          const sentence = error instanceof Error ? error.message : String(error);
          log.error({ chat: chat.name }, `${chat.name} is not heard: ${sentence}`);
        }
      },
      log,
    );
  });
  return {
    heard: chats.filter((chat) => !refused.includes(chat)),
    async stop() {
      await Promise.all(retries.map((retry) => retry.stop()));
      await Promise.all(chats.map((chat) => chat.stop()));
    },
  };
}
