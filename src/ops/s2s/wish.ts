import { flag } from '../args/flag';
import { integer } from '../args/integer';
import { subnets } from '../args/subnets';
import { address } from '../args/address';
import { UserError } from '../../errors';
import type { Tunnel } from './s2s';

/** The settings that people may choose; what they leave out is filled in by each operation. */
export const settingArgs = {
  destination: address({
    optional: true,
    label: 'Far end',
    hint: 'Public address of the far end, e.g. 203.0.113.7. With a shared key it must be an address, not a name.',
  }),
  subnets: subnets({
    optional: true,
    label: 'Remote subnets',
    hint: 'Prefixes behind the far end, with a metric if wanted: 10.1.0.0/24,10.2.0.0/24:200',
  }),
  persistent: flag({
    label: 'Persistent',
    hint: 'Keeps the tunnel up without traffic. Yes unless you say no.',
    threeWay: true,
  }),
  'tx-kbps': integer(
    { min: 64, max: 10_000_000, unit: 'Kbps' },
    { optional: true, label: 'Limit out', hint: 'Send limit in Kbps. Not limited when left out.' },
  ),
  'rx-kbps': integer(
    { min: 64, max: 10_000_000, unit: 'Kbps' },
    {
      optional: true,
      label: 'Limit in',
      hint: 'Receive limit in Kbps. Not limited when left out.',
    },
  ),
};

export function limitOf(args: {
  'tx-kbps'?: number | undefined;
  'rx-kbps'?: number | undefined;
}): Tunnel['limit'] {
  const { 'tx-kbps': txKbps, 'rx-kbps': rxKbps } = args;
  if (txKbps === undefined && rxKbps === undefined) return undefined;
  if (txKbps === undefined || rxKbps === undefined) {
    throw new UserError(
      'Give both limits, tx-kbps= and rx-kbps=: the gateway takes them together.',
    );
  }
  return { txKbps, rxKbps };
}
