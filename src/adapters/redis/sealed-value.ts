import { openText, type SealedText, sealText } from './sealed-text';

/** As the vault keeps one: the label stands in the clear, so that it can be told what is missing. */
interface SealedValue extends SealedText {
  label: string;
}

/** A value of the vault as stored text. It is bound to its reference and label, so that it opens under no other name. */
export function sealValue(key: Buffer, ref: string, label: string, value: string): string {
  const sealed: SealedValue = { label, ...sealText(key, value, [ref, label]) };
  return JSON.stringify(sealed);
}

/**
 * Undefined when the stored text was changed, is another value's, or was sealed with another key. No error goes on from
 * here: a parser's quotes what it read.
 */
export function openValue(
  key: Buffer,
  ref: string,
  stored: string,
): { label: string; value: string } | undefined {
  try {
    const sealed = JSON.parse(stored) as SealedValue;
    return { label: sealed.label, value: openText(key, sealed, [ref, sealed.label]) };
  } catch {
    return undefined;
  }
}
