import type { Block, Message } from '../../message';
import { gateway, tenant } from '../args/name';
import { defineQuery, type ReadContext } from '../operation';
import { oddNotes } from '../rows';
import { sameName } from '../same-name';
import { type Tunnel } from '../s2s/s2s';
import type { BgpReading } from './bgp';
import { peerItems, standing } from './peer-lines';
import { readBgpAndTunnels } from './read';

export const listBgpPeer = defineQuery({
  name: 'list-bgp-peer',
  summary: 'List the BGP peers of a tenant or a gateway, and how they stand',
  args: { tenant: tenant({ optional: true }), gateway: gateway({ optional: true }) },
  examples: ['list-bgp-peer tenant=contoso', 'list-bgp-peer gateway=gw1'],
  answer: async (_args, context): Promise<Message> => {
    const { bgp, tunnels, odd } = await readBgpAndTunnels(context);
    const where = context.tenant
      ? `${context.tenant.name} on ${context.gateway.name}`
      : context.gateway.name;
    const { text, tone } = standing(bgp.peers, tunnels);
    return {
      summary: `BGP peers of ${where}: ${text}`,
      title: [{ bold: `BGP peers of ${where}` }, `: ${text}`],
      tone,
      blocks: [
        ...(bgp.peers.length === 0
          ? [{ kind: 'text' as const, text: noneText(bgp, context) }]
          : byDomain(bgp, tunnels, context)),
        ...oddNotes(odd, context.tenant).map((note) => ({ kind: 'note' as const, text: note })),
      ],
    };
  },
});

function noneText(bgp: BgpReading, context: ReadContext): string {
  if (context.tenant === undefined) return 'There are none.';
  return bgp.routers.length === 0
    ? 'There are none, and no BGP router either.'
    : 'There are none, though there is a BGP router.';
}

/** Peers of different tenants may have equal addresses, so each is under the name of its own. */
function byDomain(bgp: BgpReading, tunnels: Tunnel[], context: ReadContext): Block[] {
  if (context.tenant !== undefined) {
    return [{ kind: 'list', items: peerItems(bgp.peers, bgp, tunnels) }];
  }
  const domains = [...new Set(bgp.peers.map((peer) => peer.routingDomain))].toSorted();
  return domains.flatMap((domain): Block[] => {
    const peers = bgp.peers.filter((peer) => peer.routingDomain === domain);
    return [
      { kind: 'text', text: [{ bold: ownerOf(domain, context) }] },
      { kind: 'list', items: peerItems(peers, bgp, tunnels) },
    ];
  });
}

function ownerOf(domain: string, { inventory, gateway: { name } }: ReadContext): string {
  const owner = Object.entries(inventory.tenants).find(
    ([, known]) => known.gateway === name && sameName(known.routingDomain, domain),
  );
  return owner?.[0] ?? `routing domain ${domain}, which is not in the inventory`;
}
