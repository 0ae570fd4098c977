import { type Block, type Field, type Form, type Message, signOf, type Text } from '../../message';

/*
 * Messages and forms as plain text: what a person could read on them, wherever it stands. The conversation
 * files look for their expectations in here, so nothing readable may be left out.
 */

/** The characters of a text without its looks. A person is their name. */
export function plainText(text: Text): string {
  if (typeof text === 'string') return text;
  return text
    .map((span) => {
      if (typeof span === 'string') return span;
      if ('bold' in span) return span.bold;
      if ('code' in span) return span.code;
      if ('time' in span) return span.text;
      return 'link' in span ? span.link : span.person;
    })
    .join('');
}

function blockLines(block: Block): string[] {
  switch (block.kind) {
    case 'text':
    case 'note':
      return [plainText(block.text)];
    case 'fields':
      return block.fields.map((field) => `${field.label}: ${plainText(field.value)}`);
    case 'code':
      return block.text.split('\n').map((line) => `    ${line}`);
    case 'list':
      return block.items.map((item) => `- ${plainText(item)}`);
  }
}

/** One line for each thing on it; the summary first unless the title or a block says the same. */
export function messageText(message: Message): string {
  const { title, summary, blocks } = message;
  const [first, ...rest] = [
    ...(title === undefined ? [] : [plainText(title)]),
    ...blocks.flatMap(blockLines),
  ];
  const calls = (message.calls ?? []).map(({ name }) => `@${name} `).join('');
  const isFirst = title !== undefined || blocks[0]?.kind === 'text';
  const sign = isFirst ? signOf(message) : '';
  const body = first === undefined ? [] : [sign === '' ? first : `${sign} ${first}`, ...rest];
  const lines = [first, ...rest].includes(summary) ? body : [summary, ...body];
  const buttons = (message.buttons ?? []).map((button) => `[${button.label}]`).join(' ');
  return `${calls}${[...lines, ...(buttons === '' ? [] : [buttons])].join('\n')}`;
}

function fieldLine(field: Field): string {
  const value = 'value' in field && field.kind !== 'secret' ? (field.value ?? '') : '';
  const options =
    field.kind === 'choice' ? ` (${field.options.map((option) => option.label).join(' | ')})` : '';
  const hint = field.hint === undefined ? '' : ` - ${field.hint}`;
  const error = field.error === undefined ? '' : ` ! ${field.error}`;
  return `${field.label}${field.required ? ' *' : ''}: ${value}${options}${hint}${error}`;
}

/** Title, introduction, one line for each field, and the button that sends it. */
export function formText(form: Form): string {
  const place = form.place === undefined ? [] : [`For #${form.place}.`];
  const intro = form.intro === undefined ? [] : [plainText(form.intro)];
  const buttons = `[${form.submit}] [Cancel]`;
  return [form.title, ...place, ...intro, ...form.fields.map(fieldLine), buttons].join('\n');
}

/** What was sent along unseen (button values, contexts, prefilled secrets): it must not hold a secret either. */
export function unseenText(sent: Message | Form): string {
  if ('context' in sent) {
    const secrets = sent.fields.flatMap((f) => (f.kind === 'secret' ? [f.value ?? ''] : []));
    return [sent.context, ...secrets].join('\n');
  }
  return (sent.buttons ?? []).map((button) => `${button.action} ${button.value}`).join('\n');
}
