import { z } from 'zod';

/* How properties of CIM objects arrive (runbook 0.4, rules 6 and 7), whatever the noun. */

/** A list of one comes as the one, an empty list as nothing. */
export const list = z
  .union([z.array(z.string()), z.string(), z.null()])
  .optional()
  .transform((value) => (typeof value === 'string' ? [value] : (value ?? [])));

export const number = z
  .union([z.number(), z.bigint()])
  .nullish()
  .transform((value) => Number(value ?? 0));

/** An enumeration arrives as text or as text with its number. */
export const word = z
  .union([z.string(), z.looseObject({ text: z.string() }), z.null()])
  .optional()
  .transform((value) => (typeof value === 'string' ? value : (value?.text ?? '')));
