import { type Json, listOf, record, textOf } from './json';

/** What a card of version 1.5 may be made of, as far as a bot that only speaks and asks needs it. */
const elementTypes = new Set([
  'TextBlock',
  'RichTextBlock',
  'Container',
  'ColumnSet',
  'ActionSet',
  'Input.Text',
  'Input.ChoiceSet',
  'Input.Toggle',
]);
const actionTypes = new Set(['Action.Execute', 'Action.ShowCard', 'Action.OpenUrl']);
/** Teams draws no more beside each other. */
const actionLimit = 6;

/** Why Teams would not take what a bot sends. Undefined: it would. */
export function findFault(activity: Json): string | undefined {
  if (activity['type'] === 'typing') return undefined;
  if (activity['type'] !== 'message') return `the type ${textOf(activity['type'])}`;
  const attachments = listOf(activity['attachments']);
  if (attachments.length === 0 && textOf(activity['text']) === '') return 'nothing to show';
  for (const { contentType, content } of attachments) {
    if (contentType !== 'application/vnd.microsoft.card.adaptive') return 'the content type';
    const card = record(content);
    if (card === undefined || !/^1\.[0-5]$/.test(textOf(card['version']))) return 'the version';
    const fault = findCardFault(card);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** The card that an activity brings. */
export function cardOf(activity: Json): Json | undefined {
  return record(listOf(activity['attachments'])[0]?.['content']);
}

function findCardFault(card: Json): string | undefined {
  if (card['type'] !== 'AdaptiveCard') return 'the type of the card';
  return (
    findElementFault(card['body']) ?? findActionFault(card['actions']) ?? findMentionFault(card)
  );
}

/** A mention that is in the words and not beside them is shown as a tag; one without a person mentions nobody. */
function findMentionFault(card: Json): string | undefined {
  const said: string[] = textBlocks(card['body']).flatMap(
    (text) => text.match(/<at>[^<]*<\/at>/g) ?? [],
  );
  const entities = listOf(record(card['msteams'])?.['entities']);
  const meant = entities.map((entity) => textOf(entity['text']));
  const lost =
    said.find((words) => !meant.includes(words)) ?? meant.find((words) => !said.includes(words));
  if (lost !== undefined) return `the mention ${lost}`;
  const nobody = entities.some((entity) => textOf(record(entity['mentioned'])?.['id']) === '');
  return nobody ? 'a mention of nobody' : undefined;
}

/** Only in them Teams looks for mentions. */
function textBlocks(list: unknown): string[] {
  return listOf(list).flatMap((element) => [
    ...(element['type'] === 'TextBlock' ? [textOf(element['text'])] : []),
    ...textBlocks(element['items']),
  ]);
}

function findElementFault(list: unknown): string | undefined {
  for (const element of listOf(list)) {
    const type = textOf(element['type']);
    if (!elementTypes.has(type)) return `the element ${type}`;
    if (type.startsWith('Input.') && textOf(element['id']) === '') return 'an input without id';
    const fault =
      findElementFault(element['items']) ??
      listOf(element['columns'])
        .map((column) => findElementFault(column['items']))
        .find(Boolean) ??
      findActionFault(element['actions']);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function findActionFault(list: unknown): string | undefined {
  const actions = listOf(list);
  if (actions.length > actionLimit) return `${actions.length} actions beside each other`;
  for (const action of actions) {
    if (!actionTypes.has(textOf(action['type']))) return `the action ${textOf(action['type'])}`;
    if (action['type'] !== 'Action.ShowCard') continue;
    const fault = findCardFault(record(action['card']) ?? {});
    if (fault !== undefined) return fault;
  }
  return undefined;
}
