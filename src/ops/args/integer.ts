import { Malformed, shorten } from '../../network/malformed';
import { type ArgOf, argOf, type Wish } from '../arg';

interface Range {
  min: number;
  max: number;
  unit?: string;
  orZero?: boolean;
}

/**
 * A whole number. `unit` is said to people and may be typed behind the number; `orZero` takes 0 below the least as well,
 * where it means none.
 */
export function integer<const W extends Wish>(range: Range, wish: W = {} as W): ArgOf<number, W> {
  const { min, max, unit, orZero = false } = range;
  const limits = `${orZero ? '0, or ' : ''}a whole number from ${min} to ${max}${unit === undefined ? '' : ` ${unit}`}`;
  return argOf<number, W>(
    {
      label: 'Number',
      hint: limits,
      read(text) {
        const value = readInteger(text, range);
        if (value !== undefined) return value;
        throw new Malformed(`${shorten(text)} does not fit; use ${limits}`);
      },
      format: String,
    },
    wish,
  );
}

/** The whole number that a text is, with or without its unit; undefined when it is none, or out of range. */
export function readInteger(
  text: string,
  { min, max, unit, orZero = false }: Range,
): number | undefined {
  const plain = withoutUnit(text, unit);
  const value = /^-?(0|[1-9]\d{0,14})$/.test(plain) ? Number(plain) : Number.NaN;
  if (orZero && value === 0) return 0;
  if (!(value >= min && value <= max)) return undefined;
  return value === 0 ? 0 : value;
}

function withoutUnit(text: string, unit: string | undefined): string {
  if (unit === undefined || !text.toLowerCase().endsWith(unit.toLowerCase())) return text;
  return text.slice(0, -unit.length).trim();
}
