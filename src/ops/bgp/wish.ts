import { UserError } from '../../errors';
import { findSite, type Tenant } from '../../world/inventory';
import { parseAddress, spellAddress } from '../../network/address';
import { address } from '../args/address';
import { asn } from '../args/asn';
import { flag } from '../args/flag';
import { integer } from '../args/integer';
import { site, tenant } from '../args/name';
import { objectName } from '../args/object-name';
import type { ValuesOf } from '../arg';
import { type BgpRouter, peerName } from './bgp';
import type { PeerWish } from './settings';

/** Which peer is meant. */
export const whichArgs = {
  tenant: tenant(),
  site: site({ fresh: true, optional: true }),
  name: objectName({
    optional: true,
    label: 'Peer name',
    hint: 'on the gateway; <tenant>-<site>-peer when left out',
  }),
};

const seconds = { max: 65_535, unit: 's' };

export const peerArgs = {
  ...whichArgs,
  'peer-address': address({
    optional: true,
    label: 'Peer address',
    hint: "inner address of the site's router, like 10.1.0.1",
  }),
  'peer-asn': asn({ optional: true, label: 'Peer AS number' }),
  'local-address': address({
    optional: true,
    label: 'Local address',
    hint: "the gateway's own address in the routing domain; as in the inventory, else the router's identifier",
  }),
  'local-asn': asn({
    optional: true,
    label: 'Local AS number',
    hint: "the router's when left out",
  }),
  // RFC 4271, 4.2: zero or at least three; a far end refuses 1 and 2.
  'hold-time': integer(
    { min: 3, orZero: true, ...seconds },
    { optional: true, label: 'Hold time', hint: 'seconds, 0 for no end; 180 when left out' },
  ),
  'idle-hold': integer(
    { min: 0, ...seconds },
    { optional: true, label: 'Pause after a failed attempt', hint: 'seconds; 5 when left out' },
  ),
  weight: integer(
    { min: 0, max: 65_535 },
    { optional: true, label: 'Weight', hint: 'higher is preferred; 32768 when left out' },
  ),
  'prefix-limit': integer(
    { min: 1, max: 4_294_967_295, unit: 'prefixes' },
    {
      optional: true,
      label: 'Prefix limit',
      hint: 'ends the session above it; none when left out',
    },
  ),
  router: flag({
    label: 'Make the router',
    hint: 'Yes makes the BGP router of the tenant first, where it has none',
    threeWay: true,
  }),
};

export type PeerArgs = ValuesOf<typeof peerArgs>;

/** @throws UserError when neither a site nor a name is given */
export function nameOf(args: {
  tenant: string;
  site?: string | undefined;
  name?: string | undefined;
}): string {
  if (args.name !== undefined) return args.name;
  if (args.site !== undefined) return peerName(args.tenant, args.site);
  throw new UserError('Say which peer: site=<name>, or name=<its name on the gateway>.');
}

/**
 * The peer that is asked for, over a router that is there, or that is asked for too.
 * @throws UserError for what is missing or cannot be
 */
export function wishOf(args: PeerArgs, owner: Tenant, router: BgpRouter | undefined): PeerWish {
  const known = args.site === undefined ? undefined : findSite(owner, args.site)?.peer;
  const peerAddress = args['peer-address'] ?? (known && spellAddress(known.address));
  const peerAsn = args['peer-asn'] ?? known?.asn;
  if (peerAddress === undefined || peerAsn === undefined) {
    const missing = [
      ...(peerAddress === undefined ? ['peer-address='] : []),
      ...(peerAsn === undefined ? ['peer-asn='] : []),
    ].join(' and ');
    throw new UserError(
      `The inventory has no BGP peer for ${args.site === undefined ? 'this name' : `site ${args.site}`} of ${owner.name}: give ${missing}.`,
    );
  }
  const own = owner.bgp && spellAddress(owner.bgp.address);
  const localAddress = args['local-address'] ?? own ?? router?.identifier;
  const localAsn = args['local-asn'] ?? router?.asn ?? owner.bgp?.asn;
  if (localAddress === undefined || localAsn === undefined) {
    throw new UserError(
      `To make the BGP router of ${owner.name}, give local-address= and local-asn=: the inventory has none for it.`,
    );
  }
  requireAddresses(peerAddress, localAddress, router);
  return {
    name: nameOf(args),
    routingDomain: owner.routingDomain,
    peerAddress,
    peerAsn,
    localAddress,
    localAsn,
    operationMode: 'Mixed',
    peeringMode: 'Automatic',
    started: true,
    holdTimeSec: args['hold-time'] ?? 180,
    // What the best practices of the role allow at most is 10.
    idleHoldTimeSec: args['idle-hold'] ?? 5,
    weight: args.weight ?? 32_768,
    prefixLimit: args['prefix-limit'],
    ingressPolicies: [],
    egressPolicies: [],
  };
}

function requireAddresses(peer: string, local: string, router: BgpRouter | undefined): void {
  const [far, near] = [parseAddress(peer), parseAddress(local)];
  if (far.family !== near.family) {
    throw new UserError(
      `The peer address ${peer} is IPv${far.family} and the local address ${local} is IPv${near.family}: a session has one kind. Give the other one.`,
    );
  }
  if (far.value === near.value) {
    throw new UserError(`${peer} is the gateway's own address; give that of the far end's router.`);
  }
  if (far.family === 4) return;
  if (router === undefined) {
    throw new UserError(
      "A router's identifier is an IPv4 address, so a router is not made together with an IPv6 peer. Make it on the gateway first.",
    );
  }
  if (!router.ipv6) {
    throw new UserError(
      `The BGP router of ${router.routingDomain} does not route IPv6. Switch it on first: Set-BgpRouter -IPv6Routing Enabled -LocalIPv6Address ...`,
    );
  }
}
