import { RefusedError, UserError } from '../errors';
import type { Inventory } from '../world/inventory';
import { notHere, requireKnown } from '../workflow/authorize';
import { inventoryWithin, reachIn, reachOf } from '../workflow/reach';
import { canonicalLine } from './canonical-line';
import type { Declared } from './declared';
import type { ParsedLine } from './grammar';
import type { Heard } from './heard';
import { type GivenArgs, readArgs } from './read-args';

/** The inventory as far as it may be spoken of to this person in this place. */
export function inventoryHere({ parts, person, where }: Heard): Inventory {
  return inventoryWithin(parts.inventory, reachIn(parts, person, where));
}

/**
 * Read the words of a line among what may be spoken of here. A name that exists, but not for this person or not in this
 * place, is refused by that rule, so that it is audited; to whom it does not exist it reads like any unknown one.
 */
export function readHere(heard: Heard, of: Declared, line: ParsedLine): GivenArgs {
  const { parts, person, where } = heard;
  const channel = parts.channels.nameOf(where);
  const readIn = (inventory: Inventory) => readArgs(of, line, { inventory, channel });
  try {
    return readIn(inventoryHere(heard));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const hidden = attempt(() => readIn(parts.inventory));
    const asked = hidden && lineOf(of, hidden);
    requireKnown(parts, person, asked);
    const own = inventoryWithin(parts.inventory, reachOf(parts, person));
    if (channel !== undefined && attempt(() => readIn(own)) !== undefined) {
      throw notHere(parts, channel, 'others', asked);
    }
    if (asked === undefined) throw error;
    throw new RefusedError('reader-group', error.message, asked);
  }
}

function lineOf({ name, args }: Declared, { given }: GivenArgs): string {
  return canonicalLine(name, args, given);
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
