import type { SlackMessage } from '../../../src/adapters/slack/blocks';
import { blockProblems } from '../../../src/sandbox/loopback/slack/check-blocks';

/** What Slack would refuse about a message of ours, or what would let data become markup. */
export function messageProblems({ text, blocks }: SlackMessage): string[] {
  const markup = JSON.stringify(blocks).includes('"type":"mrkdwn"') ? ['it has markup'] : [];
  return [
    ...blockProblems(JSON.parse(JSON.stringify(blocks)), 'message'),
    ...(text === '' ? ['it has no text'] : []),
    ...(text.length > 40_000 ? ['its text is over 40,000'] : []),
    ...(/[<>]/.test(text) ? ['its text has unescaped < or >'] : []),
    ...(/&(?!amp;|lt;|gt;)/.test(text) ? ['its text has an unescaped &'] : []),
    ...markup,
  ];
}

/** Characters on all blocks together. */
export function charactersOn(blocks: unknown): number {
  if (Array.isArray(blocks)) {
    return blocks.reduce<number>((total, each) => total + charactersOn(each), 0);
  }
  if (typeof blocks !== 'object' || blocks === null) return 0;
  return Object.entries(blocks).reduce(
    (total, [name, value]) =>
      total + (name === 'text' && typeof value === 'string' ? value.length : charactersOn(value)),
    0,
  );
}
