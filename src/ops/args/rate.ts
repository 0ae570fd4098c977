import { Malformed, shorten } from '../../network/malformed';
import { type ArgOf, argOf, type Wish } from '../arg';
import { readInteger } from './integer';

const words = ['none', 'unlimited'];
const range = { min: 64, max: 10_000_000, unit: 'Kbps' };

/** A rate limit in Kbps, or `none`: that there is no limit is something else than that nobody said. */
export function rate<const W extends Wish>(wish: W = {} as W): ArgOf<number | 'none', W> {
  return argOf<number | 'none', W>(
    {
      label: 'Rate limit',
      hint: 'in Kbps, or none for no limit',
      read(text) {
        if (words.includes(text.toLowerCase())) return 'none';
        const value = readInteger(text, range);
        if (value !== undefined) return value;
        const meant = /^0+$/.test(text) ? 'none' : undefined;
        throw new Malformed(
          `${shorten(text)} does not fit; use a whole number from ${range.min} to ${range.max} ${range.unit}, or none for no limit`,
          meant,
        );
      },
      format: String,
    },
    wish,
  );
}
