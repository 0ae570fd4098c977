import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../src/ports/clock';

/** The clock of this machine, for tests whose time is real. */
export const realClock: Clock = {
  now: () => Date.now(),
  wall: () => Date.now(),
  sleep: (ms) => sleep(ms),
};
