import { bad, type Finding, note, ok } from './finding';

/** What differs more is told; what a network and a busy machine take stays below, in milliseconds. */
const tellFromMs = 5_000;
/** Requests of Slack are refused once they are 5 minutes old, by this machine's clock. */
const badFromMs = 120_000;

/** How far this machine's clock is from the one of Redis, which people's messages and all deadlines go by. */
export function examineClock(here: number, ofRedis: number): Finding {
  const apart = Math.abs(here - ofRedis);
  if (apart < tellFromMs) return ok('clock', "This machine's clock and the one of Redis agree.");
  const which = here > ofRedis ? 'ahead of' : 'behind';
  const tell = apart < badFromMs ? note : bad;
  return tell(
    'clock',
    `This machine's clock is ${Math.round(apart / 1_000)} s ${which} the one of Redis. Set both by NTP: what Slack signed is refused when it seems 5 minutes old or from the future, and tokens of Teams are too.`,
  );
}
