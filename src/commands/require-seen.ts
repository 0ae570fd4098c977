import { UserError } from '../errors';
import type { Heard } from './heard';

/** Nothing is asked where its approvers would not see it. @throws UserError with what to do */
export async function requireSeen({ parts, where }: Heard): Promise<void> {
  const why = await parts.chats[where.chat]?.whyUnseen(where);
  if (why !== undefined) throw new UserError(`${why} Nothing was asked.`);
}
