import { UserError } from '../errors';
import { keyIsOffered } from '../messages/request-buttons';
import { note, OutdatedError, whyOf } from './move';
import type { Records } from './parts';

/** A worker that reads a gateway writes now and then, not without end. */
const mostTries = 5;

/**
 * Remember that a generated key was shown, and to whom, before it is. A worker may write meanwhile: its page is gone
 * once it was asked for, so it is looked at anew and tried again.
 */
export async function keyShown(
  parts: Records,
  offer: { request: string; secret: string; to: string },
): Promise<void> {
  let request = await parts.store.get(offer.request);
  for (let tries = 1; ; tries++) {
    const isItsOwn = request?.generatedKey?.secret === offer.secret;
    if (request?.generatedKey === undefined || !isItsOwn || !keyIsOffered(request)) {
      throw new UserError(`${offer.request} has no key to show now.`);
    }
    try {
      await note(parts, request, 'secret.revealed', {
        by: offer.to,
        because: whyOf(request),
        change: { generatedKey: { ...request.generatedKey, shown: true } },
        say: { sentence: `${offer.to} fetched the pre-shared key.` },
      });
      return;
    } catch (error) {
      if (!(error instanceof OutdatedError) || tries === mostTries) throw error;
      request = error.current;
    }
  }
}
