import type { ChangeRequest } from '../../approvals/request';
import type { Heard } from './heard';

/**
 * What came of a vote or an order, for whoever gave it. Undefined on the request's own card and in its thread: both
 * say it there, to all.
 */
export async function receiptFor(
  { parts, where, on }: Heard,
  request: ChangeRequest,
  sentence: (request: ChangeRequest) => string,
): Promise<string | undefined> {
  const shown = await parts.store.cards(request.id, where.chat);
  const seen = [on?.id, where.thread];
  if (shown?.card !== undefined && seen.includes(shown.card.id)) return undefined;
  return sentence(request);
}
