import { gateway, tenant } from '../args/name';
import { defineQuery } from '../operation';
import { oddNotes } from '../rows';
import { nameAndKind } from './protocol';
import { tunnels } from './read';
import { connectionText, tunnelsOf } from './s2s';

export const listS2s = defineQuery({
  name: 'list-s2s',
  summary: 'List the site-to-site tunnels of a tenant or a gateway, and their state',
  args: { tenant: tenant({ optional: true }), gateway: gateway({ optional: true }) },
  examples: ['list-s2s tenant=contoso', 'list-s2s gateway=gw1'],
  reads: () => ({ tunnels }),
  answer: (_args, world, context) => {
    const { rows, odd } = world.tunnels;
    const shown = context.tenant === undefined ? rows : tunnelsOf(rows, context.tenant);
    const where =
      context.tenant === undefined
        ? context.gateway.name
        : `${context.tenant.name} on ${context.gateway.name}`;
    const count = shown.length === 0 ? 'no tunnels' : String(shown.length);
    return {
      summary: `Tunnels of ${where}: ${count}`,
      title: [{ bold: `Tunnels of ${where}` }],
      blocks: [
        ...(shown.length === 0
          ? [{ kind: 'text' as const, text: 'There are none.' }]
          : [
              {
                kind: 'list' as const,
                items: shown.map((tunnel) => [
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
