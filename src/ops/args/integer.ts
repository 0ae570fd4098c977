import { Malformed, shorten } from '../../network/malformed';
import { type ArgOf, argOf, type Wish } from '../arg';

/**
 * A whole number. `unit` is said to people and may be typed behind the number; `orZero` takes 0 below the least as well,
 * where it means none.
 */
export function integer<const W extends Wish>(
  range: { min: number; max: number; unit?: string; orZero?: boolean },
  wish: W = {} as W,
): ArgOf<number, W> {
  const { min, max, unit, orZero = false } = range;
  const limits = `${orZero ? '0, or ' : ''}a whole number from ${min} to ${max}${unit === undefined ? '' : ` ${unit}`}`;
  return argOf<number, W>(
    {
      label: 'Number',
      hint: limits,
      read(text) {
        const plain = withoutUnit(text, unit);
        const value = /^-?(0|[1-9]\d{0,14})$/.test(plain) ? Number(plain) : Number.NaN;
        if (orZero && value === 0) return 0;
        if (value >= min && value <= max) return value === 0 ? 0 : value;
        throw new Malformed(`${shorten(text)} does not fit; use ${limits}`);
      },
      format: String,
    },
    wish,
  );
}

function withoutUnit(text: string, unit: string | undefined): string {
  if (unit === undefined || !text.toLowerCase().endsWith(unit.toLowerCase())) return text;
  return text.slice(0, -unit.length).trim();
}
