import type { Notice } from '../ports/health';
import type { ChatName } from '../ports/chat';
import type { ChatParts } from '../workflow/parts';

/** Who was away for longer reads how things are, and not what once was, in milliseconds. */
const keptForMs = 24 * 3_600_000;
/** A chat that fails may be down for a moment; what it has not taken for so long it may never take. */
const doubtedAfterMs = 60_000;
/** So many behind one that is not taken show whether it is the chat or the notice. */
const triedBehind = 3;

/**
 * Post what waits for a channel of one chat, in order. Called again until it succeeds. A notice that was posted and
 * not noted is posted again under the same key; across a restart a chat may show both, because it keeps no keys for
 * us. One that is too old is dropped, and so is one that the chat goes on refusing while it takes those behind it.
 */
export async function postNotices(
  parts: ChatParts,
  name: ChatName,
  channel: string,
): Promise<void> {
  const { health, log, clock } = parts;
  const chat = parts.chats[name];
  if (chat === undefined) return;
  const id = parts.channels.idOf(channel, name);
  const about = { channel, chat: name };
  const post = async (notice: Notice) => {
    if (id === undefined) return;
    await chat.post({ chat: name, channel: id }, notice.message, notice.id);
    await health.noticePosted(name, channel, notice.id);
  };
  for (;;) {
    const [notice, ...behind] = await health.firstNotices(name, channel, 1 + triedBehind);
    // Also when there is none: the mark of an empty mailbox goes.
    if (notice === undefined) return health.noticePosted(name, channel, '');
    const age = clock.now() - notice.at;
    if (id === undefined || age > keptForMs) {
      const why = id === undefined ? 'no such channel; not posted' : 'too old; not posted';
      log.warn({ ...about, notice: notice.id }, why);
      await health.noticePosted(name, channel, notice.id);
      continue;
    }
    try {
      await post(notice);
    } catch (error) {
      if (age < doubtedAfterMs || !(await takesOneOf(behind, post))) throw error;
      await post(notice).catch(async (again: unknown) => {
        log.error({ ...about, notice: notice.id, err: again }, 'a notice is refused; dropped');
        await health.noticePosted(name, channel, notice.id);
      });
    }
  }
}

async function takesOneOf(
  notices: readonly Notice[],
  post: (notice: Notice) => Promise<void>,
): Promise<boolean> {
  for (const notice of notices) {
    const taken = await post(notice).then(
      () => true,
      () => false,
    );
    if (taken) return true;
  }
  return false;
}
