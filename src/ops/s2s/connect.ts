import { defineChange } from '../operation';
import { dialArgs, endOfConnect, observeDial, planDial } from './dial';
import { completeSite } from './complete';
import { tunnelGates } from './gates';
import { tunnelName } from './s2s';

export const connectS2s = defineChange({
  name: 'connect-s2s',
  summary: 'Dial a site-to-site tunnel',
  risk: 'tenant',
  args: dialArgs,
  examples: ['connect-s2s tenant=contoso site=branch'],
  complete: completeSite,
  observe: observeDial,
  ending: endOfConnect,
  gates: (args) => tunnelGates(tunnelName(args.tenant, args.site)),
  inverse: (args) => ({ operation: 'disconnect-s2s', texts: { ...args } }),
  plan: (args, context) => planDial(args, context, 'up'),
});
