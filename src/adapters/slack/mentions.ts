import type { types } from '@slack/bolt';
import type { Call } from '../../message';

/**
 * Call people and groups before the first words, in their line where that is text:
 * docs.slack.dev/reference/block-kit/block-elements/user-element
 */
export function withMentions(
  calls: readonly Call[],
  blocks: readonly types.KnownBlock[],
): types.KnownBlock[] {
  const elements = calls.flatMap((call): types.RichTextSection['elements'] => [
    call.kind === 'group'
      ? { type: 'usergroup', usergroup_id: call.id }
      : { type: 'user', user_id: call.id },
    { type: 'text', text: ' ' },
  ]);
  const [first, ...rest] = blocks;
  const [line, ...lines] = first?.type === 'rich_text' ? first.elements : [];
  if (first?.type === 'rich_text' && line?.type === 'rich_text_section') {
    const called = { ...line, elements: [...elements, ...line.elements] };
    return [{ ...first, elements: [called, ...lines] }, ...rest];
  }
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }, ...blocks];
}

/** The same in markup: docs.slack.dev/messaging/formatting-message-text */
export function mentionText({ kind, id }: Call): string {
  return kind === 'group' ? `<!subteam^${id}>` : `<@${id}>`;
}
