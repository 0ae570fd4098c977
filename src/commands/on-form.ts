import { z } from 'zod';
import { UserError } from '../errors';
import type { Operation } from '../ops/operation';
import type { Inbound } from '../ports/chat';
import { readForm } from './form';
import { findLeakIn } from './leak';
import type { Heard } from './heard';
import { askFor } from './on-operation';
import { joinOthers } from './pickers';
import { openForm } from './open-form';
import { inventoryHere } from './read-here';

/** What a form brings back: which operation it was for. Values come back by themselves. */
const contextSchema = z.strictObject({ operation: z.string() });

/**
 * A form that was sent: its operation is asked for, or it comes back with what is wrong marked.
 * @throws UserError for an old form
 */
export async function onForm(heard: Heard, event: Inbound & { kind: 'submit' }): Promise<void> {
  const context = contextSchema.safeParse(tryJson(event.context));
  const { parts } = heard;
  const operation = parts.operations.find(({ name }) => name === context.data?.operation);
  if (operation === undefined) {
    throw new UserError('That form is from an older version of the bot. Type the command again.');
  }
  const { texts, secrets, errors } = readForm(operation, event.values, inventoryHere(heard));
  const problems = Object.entries(errors);
  if (problems.length > 0) {
    const sentences = problems.map(([name, sentence]) => ({ name, sentence }));
    const { values } = joinOthers(operation.args, event.values);
    const asTyped = { ...withoutSecrets(operation, values), ...texts };
    return openForm(heard, operation, asTyped, 'Please correct what is marked.', sentences);
  }
  return askFor(heard, operation, texts, [], secrets);
}

/** A long list with one mistake in it is corrected, not typed again; a secret is, wherever it was typed. */
function withoutSecrets(
  operation: Operation,
  values: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) =>
        value !== '' &&
        operation.args[name]?.secret === undefined &&
        findLeakIn(value.trim()) === undefined,
    ),
  );
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
