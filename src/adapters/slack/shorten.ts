import type { Block, Message } from '../../message';
import { type CutTo, cutBlock, lengthOf, sum } from './cut';
import { blocksPerMessage, messageLength, pieceLength } from './limits';

const notice: Block = {
  kind: 'note',
  text: 'Shortened: the whole did not fit into one Slack message.',
};

/** Tried from left to right. The first cuts only what Slack would refuse by itself. */
const tries: CutTo[] = [
  { characters: pieceLength, entries: 60 },
  { characters: 1200, entries: 30 },
  { characters: 400, entries: 12 },
];

/** Head and buttons have their own limits; this much is left free for them. */
const kept = 1000;

/**
 * Blocks that Slack takes together with `others` more: first long texts are cut, then blocks are left out from the
 * middle. The last one stays: it stands beside the buttons, and says what they are pressed for.
 */
export function shorten(blocks: Block[], others: number): Block[] {
  const room = blocksPerMessage - others;
  for (const to of tries) {
    const cut = blocks.map((block) => cutBlock(block, to));
    const isWhole = cut.every((block, index) => block === blocks[index]);
    const shown = isWhole ? cut : [...cut.slice(0, -1), notice, ...cut.slice(-1)];
    if (shown.length <= room && fits(shown)) return shown;
  }
  const least = tries.at(-1) ?? { characters: 400, entries: 12 };
  const cut = blocks.map((block) => cutBlock(block, least));
  const last = cut.slice(-1);
  const first = cut.slice(0, room - 2);
  while (first.length > 0 && !fits([...first, notice, ...last])) first.pop();
  return [...first, notice, ...last];
}

function fits(blocks: Block[]): boolean {
  return sum(blocks.map(lengthOf)) <= messageLength - kept;
}

/** What is left when Slack takes nothing else: what it is about, what it waits for, and the buttons. */
export function shortest(message: Message): Message {
  const least = { characters: 150, entries: 3 };
  const last = message.blocks.slice(-1).map((block) => cutBlock(block, least));
  const blocks: Block[] = [{ kind: 'text', text: message.summary }, ...last, notice];
  return { ...message, blocks: blocks.map((block) => cutBlock(block, least)) };
}
