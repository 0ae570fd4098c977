import { z } from 'zod';
import { nearest } from './ops/args/nearest';

/** What is wrong at one place of a file, for whoever wrote it. */
export interface SchemaProblem {
  path: PropertyKey[];
  sentence: string;
}

/**
 * Hold a value against a schema. What a schema says in its own words stands as it is; the validator's are replaced by ours.
 * @returns what was read, or every problem of it
 */
export function readBy<T>(
  schema: z.ZodType<T>,
  value: unknown,
): { data: T } | { problems: SchemaProblem[] } {
  const checked = schema.safeParse(value, { error: inOurWords });
  if (checked.success) return { data: checked.data };
  return { problems: checked.error.issues.flatMap((issue) => problemsOf(issue)) };
}

type Issue = z.core.$ZodIssue;

function problemsOf(issue: Issue, above: PropertyKey[] = []): SchemaProblem[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return meantBy(issue.errors).flatMap((one) => problemsOf(one, path));
  }
  // A key that is not well-formed: the schema of keys says why, and the key itself is the end of the path.
  const sentence =
    issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return [{ path, sentence }];
}

/** Of several shapes the one that most of the given keys belong to; the first of equals. */
function meantBy(shapes: Issue[][]): Issue[] {
  const strangers = (issues: Issue[]) =>
    issues.reduce((sum, one) => sum + (one.code === 'unrecognized_keys' ? one.keys.length : 0), 0);
  return shapes.reduce((best, shape) => (strangers(shape) < strangers(best) ? shape : best));
}

function inOurWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'is missing'
        : `must be ${kinds[issue.expected] ?? issue.expected}, not ${kindOf(issue.input)}`;
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, issue.inst)).join('; ');
    case 'invalid_value':
      return `use ${listed(issue.values)}`;
    case 'invalid_union':
      return `use ${listed(kindsOf(issue))}`;
    case 'invalid_format':
      return 'is not written as it must be';
    case 'too_small':
      return bound('at least', issue.minimum, issue.origin);
    case 'too_big':
      return bound('at most', issue.maximum, issue.origin);
    default:
      return undefined;
  }
}

function bound(how: string, limit: number | bigint, of: string): string {
  if (of === 'number' || of === 'int') return `must be ${how} ${limit}`;
  if (how === 'at least' && Number(limit) === 1) return 'is empty';
  return `must have ${how} ${limit} ${of === 'string' ? 'characters' : 'entries'}`;
}

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a list of names with values',
  record: 'a list of names with values',
  array: 'a list, like [one, two]',
};

function kindOf(input: unknown): string {
  if (input === null) return 'empty';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a list of names with values';
  return kinds[typeof input] ?? typeof input;
}

function unknownKey(key: string, schema: unknown): string {
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const plain = key.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 60);
  const [meant] = nearest(plain, known, 1);
  const cure = meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${meant}?`;
  return `there is no "${plain}" here, ${cure}`;
}

/** What tells the shapes of a union apart, as `kind` does. */
function kindsOf(issue: z.core.$ZodRawIssue): readonly unknown[] {
  if (issue.code !== 'invalid_union') return [];
  const { inst, discriminator = '' } = issue;
  const shapes = inst instanceof z.ZodDiscriminatedUnion ? inst.options : [];
  return shapes.flatMap((shape) => {
    const kind: unknown = shape instanceof z.ZodObject ? shape.shape[discriminator] : undefined;
    return kind instanceof z.ZodLiteral ? [...kind.values] : [];
  });
}

function listed(values: readonly unknown[]): string {
  const words = values.map(String);
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(', ')} or ${last}`;
}
