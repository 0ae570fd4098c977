import { blockProblems } from './check-blocks';
import { checkText } from './check-text';
import { asList, asObject, asText, type Json } from './json';

const largest = 250_000;

/** What Slack refuses about a modal: docs.slack.dev/surfaces/modals */
export function viewProblems(view: Json): string[] {
  const inputs = asList(view['blocks']).some((block) => asObject(block)['type'] === 'input');
  return [
    ...(view['type'] === 'modal' ? [] : ['the view is no modal']),
    ...checkText(view['title'], 24, ['plain_text']),
    ...(view['submit'] === undefined ? [] : checkText(view['submit'], 24, ['plain_text'])),
    ...(view['close'] === undefined ? [] : checkText(view['close'], 24, ['plain_text'])),
    ...(inputs && view['submit'] === undefined ? ['inputs need a submit'] : []),
    ...(asText(view['private_metadata']).length > 3000 ? ['private_metadata is over 3000'] : []),
    ...(asText(view['callback_id']).length > 255 ? ['callback_id is over 255'] : []),
    ...(Buffer.byteLength(JSON.stringify(view)) > largest ? ['the view is over 250 KB'] : []),
    ...blockProblems(view['blocks'], 'modal'),
  ];
}
