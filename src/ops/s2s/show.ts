import { shown } from '../../../approvals/standing';
import { defineQuery } from '../operation';
import { completeTunnel } from './complete';
import { nameAndKind, shownKind } from './protocol';
import { readTunnels } from './read';
import { connectionText, isUp, requireTunnel, tenantOf } from './s2s';
import { setupSettings } from './setup';
import { settingsOf } from './state';
import { nameOf, whichArgs } from './which';

export const showS2s = defineQuery({
  name: 'show-s2s',
  summary: 'Show one site-to-site tunnel: its settings, its state, its last error',
  args: whichArgs,
  examples: ['show-s2s tenant=contoso site=branch'],
  complete: (texts, context) => completeTunnel(texts, context, 'take'),
  answer: async (args, context) => {
    const name = nameOf(args);
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
