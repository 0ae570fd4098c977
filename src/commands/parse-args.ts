import type { SecretRef } from '../../approvals/plan';
import { UserError } from '../errors';
import type { Args, ValuesOf } from '../ops/arg';
import { ended } from './show';

/**
 * Typed values of complete texts; secrets by reference, sealed before. The values are plain data and can be stored.
 * @throws UserError when one is missing or is not accepted (any more)
 */
export function parseArgs<A extends Args>(
  args: A,
  texts: Record<string, string>,
  secrets: Record<string, SecretRef> = {},
): ValuesOf<A> {
  const values: Record<string, unknown> = {};
  const sentences: string[] = [];
  for (const [name, arg] of Object.entries(args)) {
    const text = Object.hasOwn(texts, name) ? texts[name] : undefined;
    const ref = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    if (arg.secret !== undefined && ref !== undefined) {
      values[name] = ref;
    } else if (text !== undefined) {
      const read = arg.schema.safeParse(text);
      if (read.success) values[name] = read.data;
      else
        sentences.push(ended(`${name}: ${read.error.issues[0]?.message ?? 'it cannot be read'}`));
    } else if (arg.required) {
      sentences.push(`${name} is missing. ${ended(`${arg.label}: ${arg.hint}`)}`);
    }
  }
  if (sentences.length > 0) throw new UserError(sentences.join('\n'));
  return values as ValuesOf<A>;
}
