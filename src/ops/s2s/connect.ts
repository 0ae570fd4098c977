import { defineChange } from '../operation';
import { endOfConnect, observeDial, planDial } from './dial';
import { completeTunnel } from './complete';
import { tunnelGates } from './gates';
import { nameOf, whichArgs, whichTexts } from './which';

export const connectS2s = defineChange({
  name: 'connect-s2s',
  summary: 'Dial a site-to-site tunnel',
  risk: 'tenant',
  args: whichArgs,
  examples: ['connect-s2s tenant=contoso site=branch'],
  complete: (texts, context) => completeTunnel(texts, context, 'ask'),
  observe: observeDial,
  ending: endOfConnect,
  gates: (args) => tunnelGates(nameOf(args)),
  inverse: (args) => ({ operation: 'disconnect-s2s', texts: whichTexts(args) }),
  plan: (args, context) => planDial(args, context, 'up'),
});
