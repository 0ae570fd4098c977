import { shown } from '../../../approvals/standing';
import { defineQuery } from '../operation';
import { whichTunnel } from './complete';
import { nameAndKind, shownKind } from './protocol';
import { tunnels } from './read';
import { connectionText, isUp, requireTunnel, tenantOf } from './s2s';
import { setupSettings } from './setup';
import { settingsOf } from './state';
import { nameOf, whichArgs } from './which';

export const showS2s = defineQuery({
  name: 'show-s2s',
  summary: 'Show one site-to-site tunnel: its settings, its state, its last error',
  args: whichArgs,
  examples: ['show-s2s tenant=contoso site=branch'],
  completing: whichTunnel('take'),
  reads: () => ({ tunnels }),
  answer: (args, world, about) => {
    const tunnel = requireTunnel(world.tunnels, nameOf(args), tenantOf(about));
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
