import { findSite, type Tenant } from '../../world/inventory';
import { sameAddress } from '../../network/address';
import { isPrivateAsn } from '../../network/asn';
import { sameName } from '../same-name';
import { connectionText, isUp, type Tunnel } from '../s2s/s2s';
import { advertisedIn, type BgpReading, type BgpRouter, peersOf } from './bgp';
import { tunnelTo } from './path';
import type { PeerWish } from './settings';

interface World {
  bgp: BgpReading;
  tunnels: Tunnel[];
  router: BgpRouter | undefined;
}

/** What a network engineer wants to know before a peer is added. */
export function notesForNew(
  wish: PeerWish,
  site: string | undefined,
  owner: Tenant,
  world: World,
): string[] {
  return [
    pathNote(wish, owner, world.tunnels),
    ...asnNotes(wish, owner),
    ...inventoryNotes(wish, site, owner),
    ...transitNotes(wish, world),
    ...timerNotes(wish),
    guardNote(wish),
    adviceOnAdvertised(world),
    ...(world.router === undefined
      ? [
          `The bot cannot see whether ${wish.localAddress} is an address of the gateway in ${wish.routingDomain}; if it is not, the session stays down.`,
        ]
      : []),
  ];
}

function pathNote(wish: PeerWish, owner: Tenant, tunnels: Tunnel[]): string {
  const tunnel = tunnelTo(tunnels, wish.routingDomain, wish.peerAddress);
  if (tunnel === undefined) {
    return `No tunnel of ${owner.name} leads to ${wish.peerAddress}: the session stays down until one has it among its subnets (add-s2s or set-s2s, subnets=).`;
  }
  const way = `The session goes through ${tunnel.name}, which is ${connectionText(tunnel)}`;
  return isUp(tunnel) ? `${way}.` : `${way}. It comes up after its tunnel does.`;
}

function asnNotes(wish: PeerWish, owner: Tenant): string[] {
  if (wish.peerAsn === wish.localAsn) {
    return [
      `Both sides are AS ${wish.peerAsn}, so this is iBGP: what it brings counts less than any other route (preference 200).`,
    ];
  }
  return isPrivateAsn(wish.peerAsn)
    ? []
    : [`AS ${wish.peerAsn} is not a private number: make sure that it is ${owner.name}'s.`];
}

function inventoryNotes(wish: PeerWish, site: string | undefined, owner: Tenant): string[] {
  const known = site === undefined ? undefined : findSite(owner, site)?.peer;
  const differs =
    known && (known.asn !== wish.peerAsn || !sameAddress(known.address, wish.peerAddress));
  return [
    ...(differs
      ? [`The inventory says otherwise about site ${site}: AS ${known.asn} at ${known.address}.`]
      : []),
    ...(owner.bgp && owner.bgp.asn !== wish.localAsn
      ? [`The inventory says that ${owner.name} is AS ${owner.bgp.asn} here, not ${wish.localAsn}.`]
      : []),
  ];
}

function transitNotes(wish: PeerWish, { bgp, router }: World): string[] {
  if (router === undefined || router.transit || wish.peerAsn === wish.localAsn) return [];
  const others = peersOf(bgp, wish.routingDomain).filter(
    (peer) => !sameName(peer.name, wish.name) && peer.peerAsn !== peer.localAsn,
  );
  if (others.length === 0) return [];
  return [
    `The gateway passes no routes on between eBGP peers: this site and ${others.map(({ name }) => name).join(', ')} do not see one another through it.`,
  ];
}

function timerNotes(wish: PeerWish): string[] {
  return [
    ...(wish.holdTimeSec === 0
      ? ['Without a hold time a dead far end is not noticed: its routes stay, and lead nowhere.']
      : wish.holdTimeSec < 20
        ? [
            `A hold time of ${wish.holdTimeSec} s is short: a busy line may already drop the session.`,
          ]
        : []),
    ...(wish.idleHoldTimeSec > 10
      ? [
          `After a failed attempt it pauses ${wish.idleHoldTimeSec} s, which is long; 10 s or less is usual.`,
        ]
      : []),
  ];
}

function guardNote(wish: PeerWish): string {
  const limit =
    wish.prefixLimit === undefined
      ? 'It may send any number of prefixes (prefix-limit= ends the session above a number)'
      : `More than ${wish.prefixLimit} prefixes end the session`;
  const few = wish.prefixLimit !== undefined && wish.prefixLimit < 10 ? ', which is few' : '';
  return `${limit}${few}, and no policy keeps out a default route, which would pull all traffic of the tenant to this site.`;
}

function adviceOnAdvertised({ bgp, router }: World): string {
  const { networks, interfaces } = advertisedIn(bgp, router?.routingDomain ?? '');
  const announced = [...networks, ...interfaces];
  return announced.length === 0
    ? 'The router has no custom routes, so the site will not learn the networks of the tenant (Add-BgpCustomRoute on the gateway).'
    : `The site will be told: ${announced.join(', ')}.`;
}
