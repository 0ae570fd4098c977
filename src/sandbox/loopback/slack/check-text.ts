import { asObject, asText } from './json';

/** What Slack refuses about a text object; empty when it would take it. @param limit in UTF-16 units */
export function checkText(
  text: unknown,
  limit: number,
  types: string[] = ['plain_text', 'mrkdwn'],
): string[] {
  const { type, text: characters, emoji } = asObject(text);
  if (!types.includes(asText(type)))
    return [`a text is ${String(type)}, not ${types.join(' or ')}`];
  const { length } = asText(characters);
  return [
    ...(length === 0 ? ['must be more than 0 characters'] : []),
    ...(length > limit ? [`must be less than ${limit + 1} characters: ${length}`] : []),
    ...(type === 'mrkdwn' && emoji !== undefined ? ['emoji is for plain_text'] : []),
  ];
}
