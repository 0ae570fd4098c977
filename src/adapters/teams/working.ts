import type { Account, Place } from '../../ports/chat';
import type { Conversations } from './conversations';
import { messageActivity } from './outgoing';
import { isRefused } from './refused';
import type { Whereabouts } from './whereabouts';

/**
 * Show a person that their command is worked on: by the sign of typing, which Teams draws in chats, or in a channel by
 * a sentence that they alone see. Where an older cloud takes none of it nothing is shown: it is no more than a sign.
 */
export function createWorking(
  conversations: Conversations,
  whereabouts: Whereabouts,
): (to: Account, where: Place, sentence: string) => Promise<void> {
  return async (to, where, sentence) => {
    if (whereabouts.kind(where.channel) !== 'channel') return conversations.typing(where);
    const memberId = whereabouts.memberId(to.id);
    if (memberId === undefined) return;
    const note = { summary: sentence, blocks: [{ kind: 'note' as const, text: sentence }] };
    try {
      await conversations.target(where, memberId, messageActivity(note));
    } catch (error) {
      if (!isRefused(error, 400, 403, 404, 405, 501)) throw error;
    }
  };
}
