import { flag } from '../args/flag';
import { rate } from '../args/rate';
import { subnets } from '../args/subnets';
import { address } from '../args/address';
import { UserError } from '../../errors';
import type { Completion } from '../../ports/queue';
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
  'tx-kbps': rate({
    optional: true,
    label: 'Limit out',
    hint: 'Send limit in Kbps, or none to have no limit; both limits go together.',
  }),
  'rx-kbps': rate({
    optional: true,
    label: 'Limit in',
    hint: 'Receive limit in Kbps, or none to have no limit; both limits go together.',
  }),
};

interface Limits {
  'tx-kbps'?: number | 'none' | undefined;
  'rx-kbps'?: number | 'none' | undefined;
}

/**
 * The limits that are asked for; undefined when nobody said.
 * @throws UserError for one without the other
 */
export function limitOf(args: Limits): Tunnel['limit'] | 'none' {
  const { 'tx-kbps': txKbps, 'rx-kbps': rxKbps } = args;
  if (txKbps === undefined && rxKbps === undefined) return undefined;
  if (txKbps === undefined || rxKbps === undefined) {
    throw new UserError(
      'Give both limits, tx-kbps= and rx-kbps=: the gateway takes them together.',
    );
  }
  if (txKbps === 'none' && rxKbps === 'none') return 'none';
  if (txKbps === 'none' || rxKbps === 'none') {
    throw new UserError(
      'Give a number for both limits, or none for both: the gateway limits both ways or neither.',
    );
  }
  return { txKbps, rxKbps };
}

/** One limit without the other is asked for, before anything is planned. */
export function withBothLimits(completion: Completion): Completion {
  const { args, kind } = completion;
  const given = ['tx-kbps', 'rx-kbps'].filter((name) => args[name] !== undefined);
  if (kind !== 'ready' || given.length !== 1) return completion;
  const other = given[0] === 'tx-kbps' ? 'rx-kbps, Limit in' : 'tx-kbps, Limit out';
  const because = `The gateway takes both limits together. Say the other one too (${other}):`;
  return { kind: 'ask', args, because };
}
