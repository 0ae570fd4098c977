import { parseAsn } from '../../network/asn';
import { type ArgOf, argOf, type Wish } from '../arg';

/** The number of an autonomous system, in its one spelling: a plain number. */
export function asn<const W extends Wish>(wish: W = {} as W): ArgOf<number, W> {
  return argOf<number, W>(
    {
      label: 'AS number',
      hint: 'from 1 to 4294967295, like 65010, or in halves like 64086.59905',
      read: parseAsn,
      format: String,
    },
    wish,
  );
}
