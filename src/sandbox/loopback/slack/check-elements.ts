import { checkText } from './check-text';
import { asList, asObject, asText, type Json } from './json';

/** Buttons and inputs: docs.slack.dev/reference/block-kit/block-elements */
export function checkElement(element: Json, inside: 'actions' | 'input'): string[] {
  const id = asText(element['action_id']).length > 255 ? ['action_id is over 255'] : [];
  const { type } = element;
  if (inside === 'actions') {
    return type === 'button'
      ? [...id, ...checkButton(element)]
      : [`unknown element ${String(type)}`];
  }
  switch (type) {
    case 'plain_text_input':
      return [...id, ...over('initial_value', element['initial_value'], 3000)];
    case 'static_select':
      return [...id, ...checkOptions(element, 100, [element['initial_option']])];
    case 'checkboxes':
      return [...id, ...checkOptions(element, 10, asList(element['initial_options']))];
    default:
      return [`unknown element ${String(type)}`];
  }
}

function checkButton(button: Json): string[] {
  const { style } = button;
  return [
    ...checkText(button['text'], 75, ['plain_text']),
    ...over('value', button['value'], 2000),
    ...(style === undefined || style === 'primary' || style === 'danger'
      ? []
      : [`button style ${JSON.stringify(style)}`]),
  ];
}

function checkOptions(element: Json, most: number, initial: unknown[]): string[] {
  const options = asList(element['options']);
  const known = new Set(options.map((option) => JSON.stringify(option)));
  return [
    ...(options.length === 0 || options.length > most
      ? [`${options.length} options, allowed are 1 to ${most}`]
      : []),
    ...options.flatMap((option) => [
      ...checkText(asObject(option)['text'], 75),
      ...over('option value', asObject(option)['value'], 150),
    ]),
    ...initial
      .filter((option) => option !== undefined && !known.has(JSON.stringify(option)))
      .map(() => 'the initial option is none of the options'),
  ];
}

function over(what: string, value: unknown, limit: number): string[] {
  return asText(value).length > limit ? [`${what} is over ${limit}`] : [];
}
