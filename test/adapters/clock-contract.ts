import type { Clock } from '../../src/ports/clock';

/** A clock that nobody has moved. */
export interface ClockUnderTest {
  clock: Clock;
  /** Let time pass until that is done: not every time passes by itself. */
  during<T>(work: Promise<T>): Promise<T>;
}

/** A timer of the machine may be so much early, and a time that is rounded too. */
const roundingMs = 2;

/** What every clock does, whatever is behind. */
export function clockContract(make: () => Promise<ClockUnderTest>): void {
  test('both times are whole milliseconds, and the same while nobody moves the one', async () => {
    const { clock } = await make();
    for (const at of [clock.now(), clock.wall()]) expect(Number.isInteger(at)).toBe(true);
    expect(Math.abs(clock.now() - clock.wall())).toBeLessThan(50);
  });

  test('a sleep ends when that time has passed on both, and not much later', async () => {
    const { clock, during } = await make();
    const before = { now: clock.now(), wall: clock.wall() };
    await during(clock.sleep(150));
    for (const passed of [clock.now() - before.now, clock.wall() - before.wall]) {
      expect(passed).toBeGreaterThanOrEqual(150 - roundingMs);
      expect(passed).toBeLessThan(5_000);
    }
  });

  test('time never goes back', async () => {
    const { clock, during } = await make();
    const seen: { now: number; wall: number }[] = [];
    const look = async () => {
      for (let i = 0; i < 20; i++) {
        seen.push({ now: clock.now(), wall: clock.wall() });
        await clock.sleep(i % 4);
      }
    };
    await during(look());
    for (const at of ['now', 'wall'] as const) {
      const times = seen.map((one) => one[at]);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  test('of two sleeps the shorter one ends first, whichever began first', async () => {
    const { clock, during } = await make();
    const ended: string[] = [];
    const long = clock.sleep(300).then(() => ended.push('long'));
    const short = clock.sleep(30).then(() => ended.push('short'));
    await during(Promise.all([long, short]));
    expect(ended).toEqual(['short', 'long']);
  });

  test('a sleep of no time ends', async () => {
    const { clock, during } = await make();
    const before = clock.wall();
    await during(clock.sleep(0));
    expect(clock.wall() - before).toBeLessThan(1_000);
  });
}
