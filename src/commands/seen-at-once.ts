import type { Answer } from '../ports/chat';
import type { Heard } from './heard';

/** So long somebody looks at nothing at most, in milliseconds. */
const unseenMs = 150;

/** One word is enough for one command. */
const said = new WeakSet<Answer>();

/** Let its person see that a command was heard, when what is worked on for it takes longer than a moment. */
export async function seenAtOnce<T>(
  { parts, answer }: Pick<Heard, 'parts' | 'answer'>,
  sentence: string,
  work: Promise<T>,
): Promise<T> {
  let saying: Promise<void> | undefined;
  const timer = setTimeout(() => {
    if (said.has(answer)) return;
    said.add(answer);
    saying = answer.working(sentence).catch((error: unknown) => {
      parts.log.warn({ err: error }, 'it could not be shown that a command is worked on');
    });
  }, unseenMs);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    // What comes of it never stands before it.
    await saying;
  }
}
