import { Malformed } from '../../network/malformed';
import { readSubnetList } from '../../network/subnet-list';
import { type ArgOf, argOf, type Wish } from '../arg';

/**
 * A list of prefixes, each with or without a metric. The value is their canonical texts in the order given:
 * `10.1.0.0/24`, or `10.1.0.0/24:100` where a metric was given. `parseSubnet` takes one apart.
 */
export function subnets<const W extends Wish>(wish: W = {} as W): ArgOf<string[], W> {
  return argOf<string[], W>(
    {
      label: 'Subnets',
      hint: 'prefixes with commas between, each with an optional metric, like 10.1.0.0/24:100',
      read: readSubnets,
      format: (values) => values.join(','),
    },
    wish,
  );
}

function readSubnets(text: string): string[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.includes('')) throw new Malformed('a comma has no prefix beside it');
  return readSubnetList(parts);
}
