import { z } from 'zod';
import { NotThereError } from '../../errors';
import type { Chat } from '../../ports/chat';
import { isDirect } from './direct';
import { type CallSlack, SlackRefusal } from './web-api';

/** A channel in which the bot was is believed to have it for so long, in milliseconds. */
const believedMs = 60_000;
/** Somebody waits for the answer, in milliseconds. */
const patienceMs = 2_000;

const info = z.object({
  channel: z.object({ is_member: z.boolean().optional(), is_archived: z.boolean().optional() }),
});

const notInvited =
  'I am not in this channel, so nobody would see it here. Type /invite @mtgw, then ask again.';
const archived = 'This channel is archived, so nobody would see it here. Ask in another channel.';

/** What Slack says to a post where the bot is not; of a private channel only that there is none. */
const refusals: Partial<Record<string, string>> = {
  not_in_channel: notInvited,
  channel_not_found: notInvited,
  is_archived: archived,
};

/** Is the bot in a channel? docs.slack.dev/reference/methods/conversations.info */
export function createPresence(call: CallSlack, now: () => number): Chat['whyUnseen'] {
  const believed = new Map<string, number>();
  return async ({ channel }) => {
    if (isDirect(channel) || (believed.get(channel) ?? 0) > now()) return undefined;
    const why = await ask(channel);
    if (why === undefined) believed.set(channel, now() + believedMs);
    return why;
  };

  async function ask(channel: string): Promise<string | undefined> {
    try {
      const signal = AbortSignal.timeout(patienceMs);
      const { channel: found } = info.parse(await call('conversations.info', { channel }, signal));
      if (found.is_archived === true) return archived;
      return found.is_member === false ? notInvited : undefined;
    } catch (error) {
      // A missing scope, or no answer: what is posted there tells it then.
      return error instanceof SlackRefusal ? refusals[error.reason] : undefined;
    }
  }
}

/** Slack's refusal of a post as what it means to people. */
export function toNotThere(error: unknown): never {
  const why = error instanceof SlackRefusal ? refusals[error.reason] : undefined;
  if (why === undefined) throw error;
  throw new NotThereError(why, { cause: error });
}
