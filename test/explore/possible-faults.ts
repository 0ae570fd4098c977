import type { Fault } from './fault';

const both = ['before', 'after'] as const;

const kills = both.map((when): Fault => ({ do: 'kill', when }));
const loses = both.map((when): Fault => ({ do: 'lose', when }));
/** Longer than a job's lock and the search for stalled ones together; and a little less than a lock. */
const pauses = [22_000, 7_000].flatMap((ms) =>
  both.map((when): Fault => ({ do: 'pause', when, ms })),
);
const slows = [500, 4_000, 15_000].flatMap((ms) =>
  both.map((when): Fault => ({ do: 'slow', when, ms })),
);
const yields = both.map((when): Fault => ({ do: 'yield', when }));
const clocks = [-20_000, 20_000].map((ms): Fault => ({ do: 'clock', ms }));
const outages = [30_000, 100_000].map((ms): Fault => ({ do: 'outage', ms }));

const unread: Fault[] = (['refused', 'unreachable', 'error', 'timeout', 'died'] as const).map(
  (how) => ({ do: 'mishap', how }),
);
const mishaps: Fault[] = [
  { do: 'mishap', how: 'refused' },
  { do: 'mishap', how: 'unreachable' },
  { do: 'mishap', how: 'error' },
  { do: 'mishap', how: 'timeout' },
  { do: 'mishap', how: 'timeout', effectAfterMs: 2_000 },
  { do: 'mishap', how: 'timeout', effectAfterMs: 55_000 },
  { do: 'mishap', how: 'died' },
  { do: 'mishap', how: 'died', effectAfterMs: 20 },
  { do: 'mishap', how: 'died', effectAfterMs: 25_000 },
  { do: 'lag', ms: 3_000 },
];

const presses: Fault[] = [
  ['alice', 'cancel'],
  ['alice', 'undo'],
  ['alice', 'keep'],
  ['alice', 'check'],
  ['bob', 'withdraw'],
  ['carol', 'deny'],
].flatMap(([person = '', verb = '']) =>
  [0, 1].map((request): Fault => ({ do: 'press', person, verb, request })),
);

/** Every fault that can happen at a call of this kind: `store.move CR-1001 request.applying`. */
export function faultsAt(kind: string): readonly Fault[] {
  const [port = ''] = kind.split('.');
  const always = [...kills, ...pauses, ...slows, ...yields];
  if (port === 'chat') return [...kills, ...loses, ...slows];
  if (kind.startsWith('shells.run read')) return [...always, ...unread, ...outages];
  if (kind.startsWith('shells.run change')) return [...always, ...mishaps, ...outages, ...presses];
  if (kind.startsWith('shells.ready')) return [...always, { do: 'no-shell' }];
  if (port === 'processes' || kind.startsWith('queue.take') || kind.startsWith('queue.end')) {
    return [...always, ...clocks];
  }
  if (kind.startsWith('store.move')) return [...always, ...loses, ...clocks, ...presses];
  return [...always, ...loses, ...clocks];
}

/** A word for the table. */
export function sortOf(fault: Fault): string {
  return fault.do === 'mishap' ? fault.how : fault.do;
}

export const sorts = [
  'kill',
  'pause',
  'slow',
  'yield',
  'lose',
  'clock',
  'refused',
  'unreachable',
  'error',
  'timeout',
  'died',
  'lag',
  'outage',
  'no-shell',
  'press',
] as const;
