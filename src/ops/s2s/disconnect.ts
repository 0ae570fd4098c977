import { defineChange } from '../operation';
import { completeSite } from './complete';
import { dialArgs, endOfDisconnect, observeDial, planDial } from './dial';

export const disconnectS2s = defineChange({
  name: 'disconnect-s2s',
  summary: 'Hang up a site-to-site tunnel',
  risk: 'tenant',
  args: dialArgs,
  examples: ['disconnect-s2s tenant=contoso site=branch'],
  complete: completeSite,
  observe: observeDial,
  ending: endOfDisconnect,
  inverse: (args) => ({ operation: 'connect-s2s', texts: { ...args } }),
  plan: (args, context) => planDial(args, context, 'down'),
});
