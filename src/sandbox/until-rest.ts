import { setTimeout as delay } from 'node:timers/promises';

/** Between an event's last acknowledgement and the first trace of the work on it, in milliseconds. */
const betweenLooksMs = 250;
/** What is flapping, or cannot be read, is told within half of that, in milliseconds. */
const patienceMs = 60_000;

/**
 * Look until two looks in a row find nothing.
 * @param look what is left to do, a few words each; when it throws, that is left
 * @throws Error with what the last look found, when there is always something
 */
export async function untilRest(
  look: () => Promise<string[]>,
  withinMs = patienceMs,
): Promise<void> {
  const end = Date.now() + withinMs;
  for (let quiet = 0; quiet < 2; ) {
    const left = await look().catch((error: unknown) => [
      error instanceof Error ? error.message : String(error),
    ]);
    quiet = left.length === 0 ? quiet + 1 : 0;
    if (quiet < 2 && Date.now() > end) {
      throw new Error(
        `the bot did not come to rest in ${withinMs / 1000} s; left is: ${left.join('; ') || 'nothing now'}`,
      );
    }
    if (quiet < 2) await delay(betweenLooksMs);
  }
}
