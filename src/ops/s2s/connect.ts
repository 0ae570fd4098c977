import { defineChange } from '../operation';
import { endOfConnect, stateOfDial, planDial } from './dial';
import { whichTunnel } from './complete';
import { tunnelGates } from './gates';
import { tunnels } from './read';
import { tenantOf } from './s2s';
import { nameOf, whichArgs, whichTexts } from './which';

export const connectS2s = defineChange({
  name: 'connect-s2s',
  summary: 'Dial a site-to-site tunnel',
  risk: 'tenant',
  args: whichArgs,
  examples: ['connect-s2s tenant=contoso site=branch'],
  completing: whichTunnel('ask'),
  reads: () => ({ tunnels }),
  looks: () => ({ tunnels }),
  stateOf: stateOfDial,
  ending: endOfConnect,
  gates: (args, world, about) => tunnelGates(nameOf(args), world.tunnels, tenantOf(about)),
  inverse: (args) => ({ operation: 'disconnect-s2s', texts: whichTexts(args) }),
  plan: (args, world, about) => planDial(args, world, about, 'up'),
});
