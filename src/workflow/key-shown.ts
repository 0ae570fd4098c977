import { note } from './move';
import type { Records } from './parts';

/** Remember that a generated key was shown, and to whom, before it is. */
export async function keyShown(
  parts: Records,
  offer: { request: string; to: string },
): Promise<void> {
  const request = await parts.store.get(offer.request);
  if (request?.generatedKey === undefined) {
    throw new Error(`${offer.request} has no generated key.`);
  }
  await note(parts, request, 'secret.revealed', {
    by: offer.to,
    because: request.because,
    change: { generatedKey: { ...request.generatedKey, shown: true } },
    say: { sentence: `${offer.to} fetched the pre-shared key.` },
  });
}
