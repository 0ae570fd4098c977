import type { ChatName } from '../ports';
import type { ChatParts } from './parts';

/**
 * Post what waits for a channel of one chat, in order. Called again until it succeeds; a notice that was posted and
 * not noted is posted again under the same key, which the chats take as the same one.
 */
export async function postNotices(
  parts: ChatParts,
  name: ChatName,
  channel: string,
): Promise<void> {
  const chat = parts.chats[name];
  if (chat === undefined) return;
  const id = parts.channels.idOf(channel, name);
  for (;;) {
    const notice = await parts.health.firstNotice(name, channel);
    // Also when there is none: the mark of an empty mailbox goes.
    if (notice === undefined) return parts.health.noticePosted(name, channel, '');
    if (id === undefined) {
      parts.log.warn({ channel, chat: name, notice: notice.id }, 'no such channel; not posted');
    } else {
      await chat.post({ chat: name, channel: id }, notice.message, notice.id);
    }
    await parts.health.noticePosted(name, channel, notice.id);
  }
}
