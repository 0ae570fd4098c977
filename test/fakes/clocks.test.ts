import { clockContract, type ClockUnderTest } from '../adapters/clock-contract';
import { startProcess } from '../explore/simulated-process';
import { realClock } from './real-clock';
import { createVirtualTime, type VirtualTime } from './virtual-clock';

const runs =
  (time: VirtualTime): ClockUnderTest['during'] =>
  async (work) => {
    let isOver = false;
    void work.finally(() => {
      isOver = true;
    });
    await time.run(() => isOver);
    return work;
  };

describe('the clock of this machine', () => {
  clockContract(async () => ({ clock: realClock, during: (work) => work }));
});

describe('virtual time', () => {
  clockContract(async () => {
    const time = createVirtualTime(1_000_000);
    return { clock: time.clock, during: runs(time) };
  });
});

describe('the clock of a simulated process', () => {
  clockContract(async () => {
    const time = createVirtualTime(1_000_000);
    const watcher = {
      time,
      decide: () => undefined,
      strike: () => {},
      acted: () => {},
      afterOthers: () => {},
      died: () => {},
      note: () => {},
    };
    const { clock } = startProcess(watcher, { name: 'w', host: 'h', counts: new Map() });
    return { clock, during: runs(time) };
  });
});
