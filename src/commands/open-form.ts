import { UserError } from '../errors';
import type { Operation } from '../ops/operation';
import { canonicalLine } from './canonical-line';
import { toForm } from './form';
import type { Heard } from './heard';
import { inventoryHere } from './read-here';

/** Ask for what is missing, filled with what is known. */
export async function openForm(
  heard: Heard,
  operation: Operation,
  texts: Record<string, string>,
  intro: string,
  problems: { name: string; sentence: string }[] = [],
): Promise<void> {
  const place = heard.parts.channels.nameOf(heard.where);
  const form = toForm(operation, texts, {
    ...(place === undefined ? {} : { place }),
    inventory: inventoryHere(heard),
    context: JSON.stringify({ operation: operation.name }),
    intro,
    problems,
  });
  try {
    await heard.answer.form(form);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // Reading took longer than the chat allows a form to: a press opens it at once.
    const line = canonicalLine(operation.name, operation.args, texts);
    await heard.answer.say({
      summary: intro,
      blocks: [{ kind: 'text', text: intro }],
      buttons: [{ label: 'Fill in', action: 'form', value: line, style: 'primary' }],
    });
  }
}
