import type { Message } from '../message';

/** A private answer that refuses, with corrected lines as buttons where there are some. */
export function refusal(sentence: string, suggestions: readonly string[]): Message {
  return {
    summary: sentence,
    tone: 'warning',
    blocks: [{ kind: 'text', text: sentence }],
    ...(suggestions.length > 0
      ? {
          buttons: suggestions
            .slice(0, 5)
            .map((line) => ({ label: line, action: 'say', value: line })),
        }
      : {}),
  };
}

/** Our own fault: the log has the reference. */
export function failure(reference: string): Message {
  const sentence = `That went wrong inside the bot, and it is not your mistake. Nothing more was done; reference ${reference} is in its log.`;
  return { summary: sentence, tone: 'bad', blocks: [{ kind: 'text', text: sentence }] };
}

/** A sentence as a whole message, for answers that need no title and no buttons. */
export function plain(sentence: string, tone: Message['tone'] = 'neutral'): Message {
  return {
    summary: sentence,
    ...(tone === undefined ? {} : { tone }),
    blocks: [{ kind: 'text', text: sentence }],
  };
}

/** Several are possible: each is a button that says the whole line. */
export function choice(question: string, lines: { label: string; line: string }[]): Message {
  return {
    summary: question,
    blocks: [{ kind: 'text', text: question }],
    buttons: lines.map(({ label, line }) => ({ label, action: 'say', value: line })),
  };
}

/** How to fetch the key: the address works once, soon ends, and shows nothing before a button is pressed there. */
export function keyOffer(address: string): Message {
  return {
    summary: 'The key waits on a page that shows it once',
    title: [{ bold: 'The key waits on a page that shows it once' }],
    tone: 'neutral',
    confidential: true,
    blocks: [
      {
        kind: 'text',
        text: 'Open it where you can copy the key to the far end. The address ends in 15 minutes.',
      },
      { kind: 'text', text: [{ link: address }] },
    ],
  };
}
