import { site, tenant } from '../args/name';
import { shown } from '../../../approvals/standing';
import { defineQuery } from '../operation';
import { completeSite } from './complete';
import { nameAndKind, shownKind } from './protocol';
import { readTunnels } from './read';
import { connectionText, isUp, requireTunnel, tenantOf, tunnelName } from './s2s';
import { setupSettings } from './setup';
import { settingsOf } from './state';

export const showS2s = defineQuery({
  name: 'show-s2s',
  summary: 'Show one site-to-site tunnel: its settings, its state, its last error',
  args: { tenant: tenant(), site: site({ fresh: true }) },
  examples: ['show-s2s tenant=contoso site=branch'],
  complete: completeSite,
  answer: async (args, context) => {
    const name = tunnelName(args.tenant, args.site);
    const tunnel = requireTunnel(await readTunnels(context), name, tenantOf(context));
    const fields = Object.entries({
      ...(tunnel.protocol === '' ? {} : { protocol: shownKind(tunnel) }),
      ...settingsOf(tunnel),
      ...setupSettings(tunnel.setup, tunnel.persistent),
    }).map(([label, value]) => ({ label, value: shown(value) }));
    return {
      summary: `${nameAndKind(tunnel)} is ${connectionText(tunnel)}`,
      title: [{ bold: nameAndKind(tunnel) }, ` is ${connectionText(tunnel)}`],
      tone: isUp(tunnel) ? 'good' : 'warning',
      blocks: [{ kind: 'fields', fields }],
    };
  },
});
