import { defineChange } from '../operation';
import { whichTunnel } from './complete';
import { endOfDisconnect, stateOfDial, planDial } from './dial';
import { tunnels } from './read';
import { whichArgs, whichTexts } from './which';

export const disconnectS2s = defineChange({
  name: 'disconnect-s2s',
  summary: 'Hang up a site-to-site tunnel',
  risk: 'tenant',
  args: whichArgs,
  examples: ['disconnect-s2s tenant=contoso site=branch'],
  completing: whichTunnel('ask'),
  reads: () => ({ tunnels }),
  looks: () => ({ tunnels }),
  stateOf: stateOfDial,
  ending: endOfDisconnect,
  inverse: (args) => ({ operation: 'connect-s2s', texts: whichTexts(args) }),
  plan: (args, world, about) => planDial(args, world, about, 'down'),
});
