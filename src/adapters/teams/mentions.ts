import type { Call } from '../../message';
import type { CardElement } from './card-elements';

/** A mention on a card needs both: the words in a text block, and beside the card whom they mean. */
export interface Mentions {
  body: CardElement[];
  msteams?: { entities: object[] };
}

/**
 * Teams mentions on cards: learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format. It takes
 * the object id of Entra for a person, and nothing for a group.
 */
export function mentionsOf(calls: readonly Call[] = []): Mentions {
  const people = calls.filter(({ kind }) => kind === 'person');
  if (people.length === 0) return { body: [] };
  const named = people.map(({ id, name }) => ({ id, name, text: `<at>${bare(name)}</at>` }));
  return {
    body: [{ type: 'TextBlock', text: named.map(({ text }) => text).join(' '), wrap: true }],
    msteams: {
      entities: named.map(({ id, name, text }) => ({
        type: 'mention',
        text,
        mentioned: { id, name: bare(name) },
      })),
    },
  };
}

/** A text block reads Markdown and tags; a name is neither. */
function bare(name: string): string {
  return name.replace(/[^\p{L}\p{N} ._'-]/gu, '');
}
