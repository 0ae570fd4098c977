import { z } from 'zod';

/* How properties of CIM objects arrive (runbook 0.4, rules 6 and 7), whatever the noun. */

/** No name, address, prefix or state of Windows comes near. Longer ones would fill cards, records and the audit. */
const longestText = 500;
const longestList = 5_000;

/** Rows of that shape whose texts and lists have a bound; the property that has none is named as the odd one. */
export function bounded<T>(row: z.ZodType<T>): z.ZodType<T> {
  return z
    .unknown()
    .superRefine((value, context) => {
      if (typeof value !== 'object' || value === null) return;
      for (const [property, held] of Object.entries(value)) {
        if (isBounded(held)) continue;
        context.addIssue({ code: 'custom', path: [property], message: 'it is too long' });
      }
    })
    .pipe(row);
}

function isBounded(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= longestText;
  if (Array.isArray(value)) return value.length <= longestList && value.every(isBounded);
  if (typeof value !== 'object' || value === null || !('text' in value)) return true;
  return isBounded(value.text);
}

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
