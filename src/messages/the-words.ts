import type { Message } from '../message';

/** For the operations channels: what a sentence said elsewhere had to leave out. */
export function theWords(about: string, sentence: string, words: string): Message {
  const what = 'the reason that could not be said there';
  return {
    summary: `${about}: ${what}`,
    title: [{ bold: about }, `: ${what}`],
    tone: 'warning',
    blocks: [
      { kind: 'text', text: words },
      { kind: 'note', text: `There it says: ${sentence}` },
    ],
  };
}
