import { gateway, tenant } from '../args/name';
import { defineQuery } from '../operation';
import { oddNotes } from '../rows';
import { nameAndKind } from './protocol';
import { readTunnels } from './read';
import { connectionText, tunnelsOf } from './s2s';

export const listS2s = defineQuery({
  name: 'list-s2s',
  summary: 'List the site-to-site tunnels of a tenant or a gateway, and their state',
  args: { tenant: tenant({ optional: true }), gateway: gateway({ optional: true }) },
  examples: ['list-s2s tenant=contoso', 'list-s2s gateway=gw1'],
  answer: async (_args, context) => {
    const { rows, odd } = await readTunnels(context);
    const tunnels = context.tenant === undefined ? rows : tunnelsOf(rows, context.tenant);
    const where =
      context.tenant === undefined
        ? context.gateway.name
        : `${context.tenant.name} on ${context.gateway.name}`;
    const count = tunnels.length === 0 ? 'no tunnels' : String(tunnels.length);
    return {
      summary: `Tunnels of ${where}: ${count}`,
      title: [{ bold: `Tunnels of ${where}` }],
      blocks: [
        ...(tunnels.length === 0
          ? [{ kind: 'text' as const, text: 'There are none.' }]
          : [
              {
                kind: 'list' as const,
                items: tunnels.map((tunnel) => [
                  { code: nameAndKind(tunnel) },
                  ` ${connectionText(tunnel)} · ${tunnel.destination.join(', ')} · ${tunnel.subnets.join(', ') || 'no subnets'}`,
                ]),
              },
            ]),
        ...oddNotes(odd, context.tenant).map((text) => ({ kind: 'note' as const, text })),
      ],
    };
  },
});
