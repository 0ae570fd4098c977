import type { Block, Message, Text } from '../../message';
import { plural } from '../../messages/words';
import { tenant } from '../args/name';
import { defineQuery } from '../operation';
import { oddNotes } from '../rows';
import { tenantOf, type Tunnel } from '../s2s/s2s';
import {
  advertisedIn,
  type BgpReading,
  type BgpRoute,
  type BgpRouter,
  peersOf,
  routerOf,
} from './bgp';
import { peerItems, standing } from './peer-lines';
import { shadowing } from './other-ways';
import { bgpAndTunnels, ofTenant } from './read';

export const showBgp = defineQuery({
  name: 'show-bgp',
  summary: "Show a tenant's BGP: its router, its peers and how they stand, the routes learned",
  args: { tenant: tenant() },
  examples: ['show-bgp tenant=contoso', 'show-bgp tenant=fabrikam'],
  reads: (_args, about) => bgpAndTunnels(about),
  answer: (_args, world, context): Message => {
    const owner = tenantOf(context);
    const { bgp, tunnels, odd } = ofTenant(world, context);
    const router = routerOf(bgp, owner.routingDomain);
    const where = `BGP of ${owner.name} on ${context.gateway.name}`;
    if (router === undefined) {
      const summary = `${where}: there is no router`;
      const text = `Its sites are reached by the subnets of their tunnels only. add-bgp-peer makes the router together with its first peer.`;
      return { summary, title: [{ bold: where }], blocks: [{ kind: 'text', text }] };
    }
    const peers = peersOf(bgp, owner.routingDomain);
    const { text, tone } = standing(peers, tunnels);
    return {
      summary: `${where}: ${text}`,
      title: [{ bold: where }, `: ${text}`],
      tone,
      blocks: [
        ...(peers.length === 0
          ? []
          : [{ kind: 'list' as const, items: peerItems(peers, bgp, tunnels) }]),
        ...routeBlocks(bgp, router, tunnels),
        { kind: 'fields', fields: routerFields(bgp, router) },
        ...oddNotes(odd, owner).map((note) => ({ kind: 'note' as const, text: note })),
      ],
    };
  },
});

function routerFields(bgp: BgpReading, router: BgpRouter): { label: string; value: Text }[] {
  const { networks, interfaces } = advertisedIn(bgp, router.routingDomain);
  const announced = [...networks, ...interfaces.map((alias) => `what is on ${alias}`)];
  return [
    { label: 'Router', value: `AS ${router.asn}, identifier ${router.identifier}` },
    {
      label: 'Announces',
      value: announced.length === 0 ? 'nothing: it has no custom routes' : announced.join(', '),
    },
    ...(router.policies.length > 0
      ? [{ label: 'Policies', value: router.policies.join(', ') }]
      : []),
  ];
}

/** A message has an end; who needs all of them asks the gateway. */
const shownRoutes = 20;

function routeBlocks(bgp: BgpReading, router: BgpRouter, tunnels: Tunnel[]): Block[] {
  const learned = bgp.routes
    .filter((route) => route.learnedFrom !== undefined)
    .toSorted((a, b) => (a.network < b.network ? -1 : 1));
  if (learned.length === 0) return [{ kind: 'text', text: 'No routes are learned.' }];
  const more = learned.length - shownRoutes;
  return [
    { kind: 'text', text: [{ bold: `${plural(learned.length, 'route')} learned` }] },
    {
      kind: 'list',
      items: learned
        .slice(0, shownRoutes)
        .map((route) => routeItem(route, shadowing(tunnels, router.routingDomain, route.network))),
    },
    ...(more > 0
      ? [{ kind: 'note' as const, text: `And ${more} more: Get-BgpRouteInformation.` }]
      : []),
  ];
}

function routeItem(route: BgpRoute, tunnel: string | undefined): Text {
  const path = route.asPath.length === 0 ? '' : ` · AS path ${route.asPath.join(' ')}`;
  const states = route.states.filter((state) => state !== 'Best');
  return [
    { code: route.network },
    ` via ${route.nextHop} from ${route.learnedFrom ?? ''}${path}`,
    ...(states.length > 0 ? [` · ${states.join(', ').toLowerCase()}`] : []),
    ...(tunnel === undefined ? [] : [` · not used: ${tunnel} has it as its own subnet`]),
  ];
}
