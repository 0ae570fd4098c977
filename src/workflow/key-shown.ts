import { UserError } from '../errors';
import { keyIsOffered } from '../messages/request-buttons';
import { note, whyOf } from './move';
import type { Records } from './parts';

/** Remember that a generated key was shown, and to whom, before it is. */
export async function keyShown(
  parts: Records,
  offer: { request: string; secret: string; to: string },
): Promise<void> {
  const request = await parts.store.get(offer.request);
  const isItsOwn = request?.generatedKey?.secret === offer.secret;
  if (request?.generatedKey === undefined || !isItsOwn || !keyIsOffered(request)) {
    throw new UserError(`${offer.request} has no key to show now.`);
  }
  await note(parts, request, 'secret.revealed', {
    by: offer.to,
    because: whyOf(request),
    change: { generatedKey: { ...request.generatedKey, shown: true } },
    say: { sentence: `${offer.to} fetched the pre-shared key.` },
  });
}
