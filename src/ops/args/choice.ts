import { Malformed, shorten } from '../../network/malformed';
import { type ArgOf, argOf, type Wish } from '../arg';
import { nearest } from './nearest';

/** One of a few words. Case does not matter when typed; the value is spelled as declared (`AES256`). */
export function choice<const O extends readonly string[], const W extends Wish>(
  options: O,
  wish: W = {} as W,
): ArgOf<O[number], W> {
  return argOf<O[number], W>(
    {
      label: 'Choice',
      hint: `one of ${options.join(', ')}`,
      options,
      read(text): O[number] {
        const found = options.find((option) => option.toLowerCase() === text.toLowerCase());
        if (found !== undefined) return found;
        const [near] = nearest(text, options);
        throw new Malformed(`${shorten(text)} is not one of ${options.join(', ')}`, near);
      },
      format: String,
    },
    wish,
  );
}
