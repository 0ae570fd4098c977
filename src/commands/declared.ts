import type { Args } from '../ops/arg';

/** What a line can ask for: an operation on a gateway, or one of the bot's own verbs. */
export interface Declared<A extends Args = Args> {
  name: string;
  summary: string;
  args: A;
  examples: readonly string[];
  /** The argument that a bare word stands for: `approve CR-1042`. */
  bare?: string;
  /** Absent for the bot's own verbs. */
  kind?: 'change' | 'query';
  risk?: 'none' | 'tenant' | 'gateway';
}

/** `add-bgp-peer` is the verb `add` on the noun `bgp-peer`. A single word is about requests, or the bot. */
export function nounOf({ name }: Pick<Declared, 'name'>): string {
  const dash = name.indexOf('-');
  return dash < 0 ? '' : name.slice(dash + 1);
}
