import { Malformed } from './malformed';
import { findClash, formatSubnet, parseSubnet, type Subnet } from './subnet';

const most = 200;

/**
 * Read the prefixes of one tunnel, each in its one spelling, in the order given.
 * @throws Malformed when there are too many, when some can't be read, or when two say the same thing
 */
export function readSubnetList(parts: readonly string[]): string[] {
  if (parts.length > most) throw new Malformed(`${parts.length} are too many; at most ${most}`);
  const read = readAll(parts);
  const clash = findClash(read);
  if (clash !== undefined) throw new Malformed(clash);
  return read.map(formatSubnet);
}

/** All wrong ones are told at once; a correction of the whole list is offered when each has one. */
function readAll(parts: readonly string[]): Subnet[] {
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
