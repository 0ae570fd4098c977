import { Malformed, shorten } from '../../network/malformed';
import { type ArgOf, argOf, type Wish } from '../arg';

type NameWish = Wish & {
  /** Somebody else may have given it one that the bot would not: with blanks, or a certificate's subject. */
  blanks?: true;
};

const plainName = /^[\w.-]+$/;
const anyName = /^[\p{L}\p{N}._@=+,()&#'-]+(?: [\p{L}\p{N}._@=+,()&#'-]+)*$/u;

/** The name of an object as the gateway has it. Never a wildcard: it would mean others too (runbook S8.2). */
export function objectName<const W extends NameWish>(wish: W = {} as W): ArgOf<string, W> {
  const { blanks = false } = wish;
  const kinds = blanks
    ? "letters, digits, single blanks and any of . _ - @ = + , ( ) & # '"
    : 'letters, digits, dots, dashes and underscores';
  const whole = blanks ? anyName : plainName;
  return argOf<string, W>(
    {
      label: 'Name on the gateway',
      hint: `1 to 64 ${kinds}`,
      read(text) {
        if (text.length <= 64 && whole.test(text)) return text;
        throw new Malformed(`${JSON.stringify(shorten(text))} is not a name; use 1 to 64 ${kinds}`);
      },
      format: String,
    },
    wish,
  );
}
