import { Malformed, shorten } from '../../network/malformed';
import { type ArgOf, argOf, type Wish } from '../arg';

/** The name of an object as the gateway has it. Never a wildcard: it would mean others too (runbook S8.2). */
export function objectName<const W extends Wish>(wish: W = {} as W): ArgOf<string, W> {
  return argOf<string, W>(
    {
      label: 'Name on the gateway',
      hint: '1 to 64 letters, digits, dots, dashes and underscores',
      read(text) {
        if (/^[A-Za-z0-9._-]{1,64}$/.test(text)) return text;
        throw new Malformed(
          `${JSON.stringify(shorten(text))} is not a name; use 1 to 64 letters, digits, dots, dashes and underscores`,
        );
      },
      format: String,
    },
    wish,
  );
}
