import type { types } from '@slack/bolt';
import type { Call } from '../../message';

/** A line of its own that calls people and groups: docs.slack.dev/reference/block-kit/block-elements/user-element */
export function mentionBlock(calls: readonly Call[]): types.RichTextBlock {
  const elements = calls.flatMap((call, at): types.RichTextSection['elements'] => [
    ...(at === 0 ? [] : [{ type: 'text' as const, text: ' ' }]),
    call.kind === 'group'
      ? { type: 'usergroup', usergroup_id: call.id }
      : { type: 'user', user_id: call.id },
  ]);
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** The same in markup: docs.slack.dev/messaging/formatting-message-text */
export function mentionText({ kind, id }: Call): string {
  return kind === 'group' ? `<!subteam^${id}>` : `<@${id}>`;
}
