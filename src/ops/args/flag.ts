import { Malformed, shorten } from '../../network/malformed';
import { type ArgOf, argOf, type Wish } from '../arg';

type FlagWish = Omit<Wish, 'optional'> & {
  /** Saying no is something else than saying nothing, so a form asks for yes or no instead of a tick. */
  threeWay?: true;
};

const readings: Record<string, boolean> = {
  yes: true,
  true: true,
  on: true,
  no: false,
  false: false,
  off: false,
};

/** Yes or no. The bare word stands for yes; absent means that nobody said. Never required. */
export function flag(wish: FlagWish = {}): ArgOf<boolean, { optional: true }> {
  return argOf<boolean, { optional: true }>(
    {
      label: 'Yes or no',
      hint: 'the bare word means yes',
      flag: true,
      ...(wish.threeWay === true ? { options: ['yes', 'no'] } : {}),
      read(text) {
        const word = text.toLowerCase();
        const value = Object.hasOwn(readings, word) ? readings[word] : undefined;
        if (value === undefined) throw new Malformed(`${shorten(text)} is neither yes nor no`);
        return value;
      },
      format: (value) => (value ? 'yes' : 'no'),
    },
    { ...wish, optional: true },
  );
}
