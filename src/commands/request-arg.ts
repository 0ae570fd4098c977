import { Malformed, shorten } from '../network/malformed';
import { type ArgOf, argOf, type Wish } from '../ops/arg';

/** The id of a change request. `1042` and `cr-1042` are taken too. */
export function request<const W extends Wish>(wish: W = {} as W): ArgOf<string, W> {
  return argOf<string, W>(
    {
      label: 'Request',
      hint: 'its number, like CR-1042',
      read(text) {
        const digits = /^#?(?:cr-?)?([1-9]\d{0,8})$/i.exec(text)?.[1];
        if (digits === undefined) {
          throw new Malformed(
            `${JSON.stringify(shorten(text))} is not a request; give its number, like CR-1042`,
          );
        }
        return `CR-${digits}`;
      },
      format: String,
    },
    wish,
  );
}
