import { Malformed } from '../../network/malformed';
import { type ArgOf, argOf, type Wish } from '../arg';
import { tidyBlanks, unseen } from './unseen';

/** Free words of one line, such as a reason. Line breaks become blanks. */
export function text<const W extends Wish>(
  limit: { max: number },
  wish: W = {} as W,
): ArgOf<string, W> {
  return argOf<string, W>(
    {
      label: 'Text',
      hint: `at most ${limit.max} characters`,
      read(typed) {
        const tidy = tidyBlanks(typed);
        if (tidy === '') throw new Malformed('there is nothing in it; write a few words');
        if (tidy.length > limit.max) {
          throw new Malformed(`${tidy.length} characters are too long; at most ${limit.max}`);
        }
        const hidden = unseen(tidy);
        if (hidden !== undefined) {
          throw new Malformed(`there is an invisible character (${hidden}) in it; type it again`);
        }
        return tidy;
      },
      format: String,
    },
    wish,
  );
}
