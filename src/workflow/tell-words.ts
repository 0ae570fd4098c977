import { createHash } from 'node:crypto';
import { theWords } from '../messages/the-words';
import type { Said } from '../said';
import { mailboxOf } from './audience';
import type { Records } from './parts';

/**
 * What a sentence left out where it was said goes to the operations channels, once, with the sentence, so that its
 * reference is found there.
 * @param about whose words these are, as `CR-1042 in #contoso`
 */
export async function tellWords(
  parts: Pick<Records, 'channels' | 'clock' | 'health'>,
  said: Said,
  about: string,
): Promise<void> {
  if (said.words === undefined) return;
  const hash = createHash('sha256').update(`${about}\n${said.words}`).digest('hex');
  const message = theWords(about, said.sentence, said.words);
  const at = parts.clock.now();
  await parts.health.tellOnce(
    `words/${hash}`,
    parts.channels.operations().map((channel) => ({
      id: `words/${hash}/${channel}`,
      at,
      message,
      to: mailboxOf(parts, channel),
    })),
  );
}
