import { defineChange } from '../operation';
import { completeTunnel } from './complete';
import { endOfDisconnect, observeDial, planDial } from './dial';
import { whichArgs, whichTexts } from './which';

export const disconnectS2s = defineChange({
  name: 'disconnect-s2s',
  summary: 'Hang up a site-to-site tunnel',
  risk: 'tenant',
  args: whichArgs,
  examples: ['disconnect-s2s tenant=contoso site=branch'],
  complete: (texts, context) => completeTunnel(texts, context, 'ask'),
  observe: observeDial,
  ending: endOfDisconnect,
  inverse: (args) => ({ operation: 'connect-s2s', texts: whichTexts(args) }),
  plan: (args, context) => planDial(args, context, 'down'),
});
