import type { Account, Place } from '../../ports/chat';
import type { Conversations } from './conversations';
import type { TeamsSettings } from './options';
import type { OutgoingActivity } from './outgoing';
import { isRefused } from './refused';
import type { Whereabouts } from './whereabouts';

export type SendPrivately = (
  to: Account,
  where: Place,
  activity: OutgoingActivity,
  /** Never beside others, whatever their client makes of a targeted message. */
  confidential?: true,
) => Promise<void>;

/**
 * Seen by one person alone: in their own conversation as it is, elsewhere as a targeted message. Where Teams does not
 * take that (an older cloud, a person who left, a thread that is gone) it goes to their direct conversation, and
 * never to where others read it.
 */
export function createSendPrivately(
  { anonymous, log }: TeamsSettings,
  conversations: Conversations,
  whereabouts: Whereabouts,
): SendPrivately {
  async function memberIdOf(to: Account, channel: string): Promise<string | undefined> {
    const known = whereabouts.memberId(to.id);
    if (known !== undefined) return known;
    const found = await conversations.findMember(channel, to.id);
    if (found !== undefined) whereabouts.learnMember(to.id, found);
    return found;
  }

  return async (to, where, activity, confidential) => {
    const { chat, channel } = where;
    if (whereabouts.owner(channel) === to.id) {
      await conversations.post({ chat, channel }, activity);
      return;
    }
    const memberId = await memberIdOf(to, channel);
    // A local playground does not know the parameter, and would show it to all.
    const isBesideOthers = !anonymous && whereabouts.kind(channel) !== 'personal';
    const canTarget = isBesideOthers && confidential === undefined;
    if (canTarget && memberId !== undefined) {
      try {
        await conversations.target(where, memberId, activity);
        return;
      } catch (error) {
        if (!isRefused(error, 400, 403, 404, 405, 501)) throw error;
        log.info(
          { chat, err: error },
          'a targeted message was refused; it goes to the person directly',
        );
      }
    }
    const direct = await conversations.openDirect(channel, memberId ?? to.id);
    await conversations.post({ chat, channel: direct }, activity);
  };
}
