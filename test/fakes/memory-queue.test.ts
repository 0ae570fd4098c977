import { queueContract } from '../adapters/queue-contract';
import { idle } from '../adapters/redis/queue-fixture';
import { startProcess } from '../explore/simulated-process';
import { memoryQueue } from './memory-queue';
import { realClock } from './real-clock';
import { createVirtualTime } from './virtual-clock';

const timings = { lockMs: 8_000, stalledMs: 4_000 };

describe('the queue in memory, as tests have it', () => {
  const workers: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close()));
  });

  queueContract(async () => {
    const queue = memoryQueue(realClock, { lockMs: 1_000, stalledMs: 500 });
    return {
      queue,
      async serve(gateways, handlers) {
        const worker = queue.serve(realClock, gateways, { ...idle, ...handlers });
        workers.push(worker);
        return worker;
      },
    };
  });
});

describe('a change in memory', () => {
  /** Two workers on virtual time, whose first is at CR-1 for as long as the test goes on. */
  function atWork() {
    const time = createVirtualTime(0);
    const watcher = {
      time,
      decide: () => undefined,
      strike: () => {},
      acted: () => {},
      afterOthers: () => {},
      died: () => {},
      note: () => {},
    };
    const start = (name: string) => startProcess(watcher, { name, host: name, counts: new Map() });
    const [first, second] = [start('worker-1'), start('worker-2')];
    const queue = memoryQueue(time.clock, timings);
    const worked: string[] = [];
    const change = (name: string) => (job: { request: string }) => {
      worked.push(`${name} ${job.request}`);
      return job.request === 'CR-1' ? first.clock.sleep(60_000) : Promise.resolve();
    };
    queue.serve(first.clock, ['gw1'], { ...idle, change: change('first') });
    const until = (ms: number) => {
      let isOver = false;
      time.after(ms - time.now(), () => {
        isOver = true;
      });
      return time.run(() => isOver);
    };
    return { first, second, queue, worked, until, change };
  }

  it('of a worker that died is given up when its lock has lapsed, and never run again', async () => {
    const { first, second, queue, worked, until, change } = atWork();
    await queue.enqueueChange('gw1', 'CR-1', 1);
    await until(100);
    queue.serve(second.clock, ['gw1'], { ...idle, change: change('second') });
    await queue.enqueueChange('gw1', 'CR-2', 1);
    first.die();
    await until(7_000);
    expect(await queue.hasChange('gw1', 'CR-1', 1)).toBe(true);
    expect(worked).toEqual(['first CR-1']);
    await until(40_000);
    expect(await queue.hasChange('gw1', 'CR-1', 1)).toBe(false);
    expect(worked).toEqual(['first CR-1', 'second CR-2']);
  });

  it('of a worker that stands still lets the next one begin beside it', async () => {
    const { first, second, queue, worked, until, change } = atWork();
    await queue.enqueueChange('gw1', 'CR-1', 1);
    await until(100);
    queue.serve(second.clock, ['gw1'], { ...idle, change: change('second') });
    await queue.enqueueChange('gw1', 'CR-2', 1);
    first.stall(30_000);
    await until(25_000);
    expect(worked).toEqual(['first CR-1', 'second CR-2']);
    expect(await queue.hasChange('gw1', 'CR-1', 1)).toBe(false);
  });

  it('of a worker that lives keeps its lock, however long it takes', async () => {
    const { second, queue, worked, until, change } = atWork();
    await queue.enqueueChange('gw1', 'CR-1', 1);
    await until(100);
    queue.serve(second.clock, ['gw1'], { ...idle, change: change('second') });
    await queue.enqueueChange('gw1', 'CR-2', 1);
    await until(50_000);
    expect(worked).toEqual(['first CR-1']);
    await until(70_000);
    expect(worked).toEqual(['first CR-1', expect.stringMatching(/CR-2$/)]);
  });
});
