import type { Block, Message } from '../../message';
import { gateway, tenant } from '../args/name';
import { type About, defineQuery } from '../operation';
import { oddNotes } from '../rows';
import { sameName } from '../same-name';
import { type Tunnel } from '../s2s/s2s';
import type { BgpReading } from './bgp';
import { peerItems, standing } from './peer-lines';
import { tunnels } from '../s2s/read';
import { bgpIn, bgpOf, type BgpReadings, domainNames, ofTenant, together } from './read';
import type { World, WorldOfGroup } from '../reading';

export const listBgpPeer = defineQuery({
  name: 'list-bgp-peer',
  summary: 'List the BGP peers of a tenant or a gateway, and how they stand',
  args: { tenant: tenant({ optional: true }), gateway: gateway({ optional: true }) },
  examples: ['list-bgp-peer tenant=contoso', 'list-bgp-peer gateway=gw1'],
  reads: readsOf,
  // Only the gateway knows all its routing domains.
  more: (_args, world) => ({ bgp: (world.domains?.rows ?? []).map(bgpOf) }),
  answer: (_args, world, context, more): Message => {
    const {
      bgp,
      tunnels: paths,
      odd,
    } = world.bgp === undefined
      ? ofGateway(world, more?.bgp ?? [])
      : ofTenant({ tunnels: world.tunnels, bgp: world.bgp }, context);
    const where = context.tenant
      ? `${context.tenant.name} on ${context.gateway.name}`
      : context.gateway.name;
    const { text, tone } = standing(bgp.peers, paths);
    return {
      summary: `BGP peers of ${where}: ${text}`,
      title: [{ bold: `BGP peers of ${where}` }, `: ${text}`],
      tone,
      blocks: [
        ...(bgp.peers.length === 0
          ? [{ kind: 'text' as const, text: noneText(bgp, context) }]
          : byDomain(bgp, paths, context)),
        ...oddNotes(odd, context.tenant).map((note) => ({ kind: 'note' as const, text: note })),
      ],
    };
  },
});

type Read = {
  tunnels: typeof tunnels;
  domains?: typeof domainNames;
  bgp?: BgpReadings;
};

function readsOf(_args: unknown, { tenant: owner }: About): Read {
  return owner === undefined
    ? { tunnels, domains: domainNames }
    : { tunnels, bgp: bgpOf(owner.routingDomain) };
}

/** Of all its routing domains. */
function ofGateway(world: World<Read>, bgp: WorldOfGroup<BgpReadings>[]) {
  const read = together(world.tunnels, bgpIn(bgp));
  return { ...read, odd: [...(world.domains?.odd ?? []), ...read.odd] };
}

function noneText(bgp: BgpReading, context: About): string {
  if (context.tenant === undefined) return 'There are none.';
  return bgp.routers.length === 0
    ? 'There are none, and no BGP router either.'
    : 'There are none, though there is a BGP router.';
}

/** Peers of different tenants may have equal addresses, so each is under the name of its own. */
function byDomain(bgp: BgpReading, paths: Tunnel[], context: About): Block[] {
  if (context.tenant !== undefined) {
    return [{ kind: 'list', items: peerItems(bgp.peers, bgp, paths) }];
  }
  const domains = [...new Set(bgp.peers.map((peer) => peer.routingDomain))].toSorted();
  return domains.flatMap((domain): Block[] => {
    const peers = bgp.peers.filter((peer) => peer.routingDomain === domain);
    return [
      { kind: 'text', text: [{ bold: ownerOf(domain, context) }] },
      { kind: 'list', items: peerItems(peers, bgp, paths) },
    ];
  });
}

function ownerOf(domain: string, { inventory, gateway: { name } }: About): string {
  const owner = Object.entries(inventory.tenants).find(
    ([, known]) => known.gateway === name && sameName(known.routingDomain, domain),
  );
  return owner?.[0] ?? `routing domain ${domain}, which is not in the inventory`;
}
