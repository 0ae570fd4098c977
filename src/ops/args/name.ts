import { inventoryName } from '../../world/inventory';
import { Malformed, shorten } from '../../network/malformed';
import { type ArgOf, argOf, type Wish } from '../arg';

type NameWish = Wish & {
  /** A name that the inventory does not know yet is accepted: it is about to be added, or needs no entry. */
  fresh?: true;
};

/** A tenant by our name for it; its routing domain on the gateway is in the inventory. */
export function tenant<const W extends NameWish>(wish: W = {} as W): ArgOf<string, W> {
  return nameOf('tenant', { label: 'Tenant', hint: 'as in the inventory, like contoso' }, wish);
}

/** A site by our name for it. Two tenants may each have an `hq`, so it means nothing without its tenant. */
export function site<const W extends NameWish>(wish: W = {} as W): ArgOf<string, W> {
  return nameOf('site', { label: 'Site', hint: "one of the tenant's sites, like hq" }, wish);
}

/** A gateway by our name for it; how its machine is reached is in the inventory. */
export function gateway<const W extends NameWish>(wish: W = {} as W): ArgOf<string, W> {
  return nameOf('gateway', { label: 'Gateway', hint: 'as in the inventory, like gw1' }, wish);
}

function nameOf<W extends NameWish>(
  names: 'tenant' | 'site' | 'gateway',
  words: { label: string; hint: string },
  wish: W,
): ArgOf<string, W> {
  const kind = { ...words, names, fresh: wish.fresh === true, read: readName, format: String };
  return argOf<string, W>(kind, wish);
}

/** Phones begin a line with a capital, so case is no mistake here. */
function readName(text: string): string {
  const name = text.toLowerCase();
  if (!inventoryName.safeParse(name).success) {
    throw new Malformed(
      `${JSON.stringify(shorten(text))} is not a name; use 1 to 31 letters, digits and dashes, with no dash in front`,
    );
  }
  return name;
}
