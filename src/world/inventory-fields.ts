import { z } from 'zod';
import { Malformed } from '../network/malformed';

/* Fields of the inventory that are read as an argument is: what one refuses, the other one refuses too. */

/** A text that such a reader takes. It stays as it is written. */
export function asRead(read: (text: string) => unknown): z.ZodType<string> {
  return z.string().check((ctx) => {
    const message = refusalOf(() => read(ctx.value));
    if (message !== undefined) ctx.issues.push({ code: 'custom', message, input: ctx.value });
  });
}

/** A number that such a reader takes, as it would be typed. */
export function asNumber(read: (text: string) => unknown): z.ZodType<number> {
  return z.int().check((ctx) => {
    const message = refusalOf(() => read(String(ctx.value)));
    if (message !== undefined) ctx.issues.push({ code: 'custom', message, input: ctx.value });
  });
}

/** Why it cannot be read, or undefined when it can. */
export function refusalOf(read: () => unknown): string | undefined {
  try {
    read();
  } catch (error) {
    if (error instanceof Malformed) return error.message;
    throw error;
  }
  return undefined;
}
