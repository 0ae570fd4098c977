import { Malformed } from '../../network/malformed';
import { findClash, formatSubnet, parseSubnet, type Subnet } from '../../network/subnet';
import { type ArgOf, argOf, type Wish } from '../arg';

const most = 200;

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
  if (parts.length > most) throw new Malformed(`${parts.length} are too many; at most ${most}`);
  if (parts.includes('')) throw new Malformed('a comma has no prefix beside it');
  const read = readAll(parts);
  const clash = findClash(read);
  if (clash !== undefined) throw new Malformed(clash);
  return read.map(formatSubnet);
}

/** All wrong ones are told at once; a correction of the whole list is offered when each has one. */
function readAll(parts: string[]): Subnet[] {
  const wrong: string[] = [];
  let correctable = true;
  const meant: string[] = [];
  const read: Subnet[] = [];
  for (const part of parts) {
    try {
      read.push(parseSubnet(part));
      meant.push(part);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      wrong.push(error.message);
      if (error.meant === undefined) correctable = false;
      else meant.push(error.meant);
    }
  }
  if (wrong.length === 0) return read;
  const shown = wrong.slice(0, 5).join('; ');
  const rest = wrong.length > 5 ? `; and ${wrong.length - 5} more` : '';
  throw new Malformed(`${shown}${rest}`, correctable ? meant.join(',') : undefined);
}
