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

/** An enumeration arrives as text, as text with its number, or as a bare number, which stays one: what it means is not documented. */
export const word = z
  .union([z.string(), z.looseObject({ text: z.string() }), z.number(), z.bigint(), z.null()])
  .optional()
  .transform((value) => {
    if (value === null || value === undefined) return '';
    return typeof value === 'object' ? value.text : String(value);
  });
