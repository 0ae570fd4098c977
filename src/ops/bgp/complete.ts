import { UserError } from '../../errors';
import { findSite } from '../../world/inventory';
import type { Completion } from '../../ports/queue';
import { type About, defineCompleting } from '../operation';
import { sameName } from '../same-name';
import { tenantOf } from '../s2s/s2s';
import { type BgpReading, findPeer, peerAt, peerName, peersOf, routerOf } from './bgp';
import { bgpAndTunnels, ofTenant } from './read';

type Texts = Record<string, string>;

/** For a new peer: the one site that should have one is proposed, several become buttons, none opens the form. */
export const newPeer = defineCompleting({
  reads: (_texts, about) => bgpAndTunnels(about),
  complete: (texts, world, about) =>
    world === undefined
      ? { kind: 'ready', args: texts }
      : completeNewPeer(texts, ofTenant(world, about).bgp, about),
});

function completeNewPeer(texts: Texts, bgp: BgpReading, context: About): Completion {
  const owner = tenantOf(context);
  if (texts['site'] !== undefined || texts['name'] !== undefined) {
    return withKnown(texts, bgp, context);
  }
  const present = peersOf(bgp, owner.routingDomain);
  const free = Object.entries(owner.sites).flatMap(([site, { peer }]) => {
    if (peer === undefined || peerAt(present, peer.address)) return [];
    return findPeer(bgp, owner.routingDomain, peerName(owner.name, site)) ? [] : [site];
  });
  const [only] = free;
  if (free.length === 1 && only !== undefined) {
    return withKnown({ ...texts, site: only }, bgp, context);
  }
  if (free.length > 1) {
    const question = `Which site of ${owner.name}? These have a BGP router in the inventory and no peer yet.`;
    return { kind: 'choose', arg: 'site', question, options: free, args: texts };
  }
  const because = `Every BGP router of ${owner.name} in the inventory has a peer. For a new one, fill in:`;
  return { kind: 'ask', args: texts, because };
}

/** Everything that decides what is made is said in the line, so that it is what people vote on. */
function withKnown(texts: Texts, bgp: BgpReading, context: About): Completion {
  const owner = tenantOf(context);
  const known = texts['site'] === undefined ? undefined : findSite(owner, texts['site'])?.peer;
  const router = routerOf(bgp, owner.routingDomain);
  const unmade = router === undefined && texts['router'] === undefined;
  const args: Texts = {
    ...(known === undefined
      ? {}
      : { 'peer-address': known.address, 'peer-asn': String(known.asn) }),
    ...localTexts(owner.bgp, router === undefined),
    ...(unmade ? { router: 'yes' } : {}),
    ...texts,
  };
  const lacking = ['peer-address', 'peer-asn'].filter((name) => args[name] === undefined);
  if (lacking.length > 0) {
    const what =
      texts['site'] === undefined ? 'this peer' : `the BGP router of site ${texts['site']}`;
    return { kind: 'ask', args, because: `The inventory does not know ${what} of ${owner.name}:` };
  }
  const makes = router === undefined && args['router'] !== 'no';
  if (makes && (args['local-asn'] === undefined || args['local-address'] === undefined)) {
    const because = `${owner.name} has no BGP router on ${context.gateway.name} yet. To make one together with its first peer, say its own address and AS number:`;
    return { kind: 'ask', args, because };
  }
  return { kind: 'ready', args };
}

function localTexts(own: { address: string; asn: number } | undefined, makes: boolean): Texts {
  if (own === undefined) return {};
  return { 'local-address': own.address, ...(makes ? { 'local-asn': String(own.asn) } : {}) };
}

/** For a peer that exists: the only one is meant, several become buttons. */
export const whichPeer = defineCompleting({
  reads: ({ site, name }, about) =>
    site === undefined && name === undefined ? bgpAndTunnels(about) : undefined,
  complete: (texts, world, about) =>
    world === undefined
      ? { kind: 'ready', args: texts }
      : completePeer(texts, ofTenant(world, about).bgp, about),
});

function completePeer(texts: Texts, bgp: BgpReading, context: About): Completion {
  const owner = tenantOf(context);
  const names = peersOf(bgp, owner.routingDomain).map(({ name }) => name);
  const [only] = names;
  if (only === undefined) {
    throw new UserError(`Tenant ${owner.name} has no BGP peer on ${context.gateway.name}.`);
  }
  const sites = names.flatMap((name) => siteOfPeer(name, owner.name) ?? []);
  const [arg, options] = sites.length === names.length ? ['site', sites] : ['name', names];
  if (names.length === 1) return { kind: 'ready', args: { ...texts, [arg]: options[0] ?? only } };
  const question = `Which BGP peer of ${owner.name}?`;
  return { kind: 'choose', arg, question, options, args: texts };
}

/** The site part of a peer's name, when it is named our way. */
function siteOfPeer(name: string, tenant: string): string | undefined {
  const site = name.slice(tenant.length + 1, -'-peer'.length);
  return site !== '' && sameName(name, peerName(tenant, site)) ? site.toLowerCase() : undefined;
}
