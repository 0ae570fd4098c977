import { z } from 'zod';
import { Malformed } from '../network/malformed';

/**
 * One argument of an operation or verb: how it is read from a word or a form field, shown, and asked for.
 * `schema` takes the text as typed; its error messages finish the sentence "<name>: ...".
 */
export interface Arg<T = unknown> {
  label: string;
  /** What a form and the help say below the label: shape, unit, example. */
  hint: string;
  required: boolean;
  schema: z.ZodType<T, string>;
  /** The text that gives this value again when typed. */
  format(value: T): string;
  /** Never typed in a line, never shown: it comes from a form, or is made by the bot. */
  secret?: SecretRules;
  /** A bare word stands for yes. */
  flag?: boolean;
  /** What the inventory can complete and correct it from. */
  names?: 'tenant' | 'site' | 'gateway';
  /** A name that the inventory does not know yet is accepted. */
  fresh?: boolean;
  /** The only texts that it takes. */
  options?: readonly string[];
}

export interface SecretRules {
  /** Left empty, the bot makes a strong one. */
  makeable: boolean;
  /**
   * Why this value must not be used, never repeating it, or undefined when it may.
   * `beside` are the other values of the form: a key must not be made of them.
   */
  refuse(value: string, beside: readonly string[]): string | undefined;
}

export type Args = Record<string, Arg>;

/** The values of a set of arguments; those not required may be absent. A secret is its reference. */
export type ValuesOf<A extends Args> = Flat<
  {
    [K in keyof A as A[K]['required'] extends true ? K : never]: ValueOf<A[K]>;
  } & {
    [K in keyof A as A[K]['required'] extends true ? never : K]?: ValueOf<A[K]>;
  }
>;

type ValueOf<A extends Arg> = A extends Arg<infer T> ? T : never;
type Flat<T> = { [K in keyof T]: T[K] };

/** What a declaration may say about an argument; every kind has a label and a hint of its own. */
export interface Wish {
  label?: string;
  hint?: string;
  optional?: true;
}

/** An argument whose being required is known to the compiler, so that its value is or is not `undefined`. */
export type ArgOf<T, W extends Wish> = Arg<T> & {
  required: W extends { optional: true } ? false : true;
};

type Kind<T> = Omit<Arg<T>, 'required' | 'schema'> & { read(text: string): T };

/** Build an argument of one kind. `read` throws Malformed for a text it does not take. */
export function argOf<T, W extends Wish>({ read, ...kind }: Kind<T>, wish: W): ArgOf<T, W> {
  const arg: Arg<T> = {
    ...kind,
    label: wish.label ?? kind.label,
    hint: wish.hint ?? kind.hint,
    required: wish.optional !== true,
    schema: schemaOf(read),
  };
  return arg as ArgOf<T, W>;
}

function schemaOf<T>(read: (text: string) => T): z.ZodType<T, string> {
  return z.string().transform((text, context) => {
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      const { message, meant } = error;
      context.issues.push({ code: 'custom', message, input: text, params: { meant } });
      return z.NEVER;
    }
  });
}
