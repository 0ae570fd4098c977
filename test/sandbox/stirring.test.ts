import { findMoving, findUnanswered, findUntold } from '../../src/sandbox/stirring';
import { requestOf } from '../adapters/redis/fixture';
import { judged, patience, probe, verdictOf } from '../health/probes';

describe('a request is on its way by itself', () => {
  it.each(['planning', 'queued', 'applying', 'undoing', 'verifying', 'approved'] as const)(
    'while it is %s',
    (state) => {
      expect(findMoving([requestOf('CR-1', { state })], 0)).toEqual([`CR-1, which is ${state}`]);
    },
  );

  it.each(['pending', 'unconfirmed', 'stuck', 'unknown'] as const)(
    'and waits for a person while it is %s',
    (state) => {
      expect(findMoving([requestOf('CR-1', { state })], 0)).toEqual([]);
    },
  );

  it('no more when its gates were read: then it waits for the far end', () => {
    const gate = { id: 'tunnel-up', kind: 'peer', held: false, sentence: '', at: 1 } as const;
    expect(findMoving([requestOf('CR-1', { state: 'verifying', gates: [gate] })], 0)).toEqual([]);
  });

  it('and not while it waits for a gateway that does not answer', () => {
    const waiting = requestOf('CR-1', { state: 'undoing', retryAt: 9_000 });
    expect(findMoving([waiting], 8_000)).toEqual([]);
    expect(findMoving([waiting], 9_000)).toHaveLength(1);
  });

  it('and not while another one is at work on its gateway', () => {
    const waiting = requestOf('CR-2', { state: 'approved', gateway: 'gw1' });
    const other = requestOf('CR-1', { state: 'unconfirmed', gateway: 'gw1' });
    expect(findMoving([waiting, other], 0)).toEqual([]);
    expect(findMoving([waiting, { ...other, gateway: 'gw2' }], 0)).toHaveLength(1);
  });
});

describe('of a gateway is untold', () => {
  const seconds = (count: number, health: 'healthy' | 'down' | 'unknown') =>
    Array.from({ length: count }, () => judged([verdictOf('tunnel', 'branch', health)]));
  const untoldAfter = (
    probes: ReturnType<typeof seconds>,
    since = 0,
    more: Partial<typeof patience> = {},
  ) => findUntold('gw1', probe(probes, { patience: more }).state, since);

  it('everything, before the watcher has looked since then', () => {
    expect(findUntold('gw1', undefined, 0)).toEqual(['a look at gw1']);
    expect(untoldAfter(seconds(1, 'healthy'), 5_001)).toEqual(['a look at gw1']);
    expect(untoldAfter(seconds(1, 'healthy'), 5_000)).toEqual([]);
  });

  it('an outage that is not old enough to be told, and its end', () => {
    expect(untoldAfter([...seconds(1, 'healthy'), ...seconds(2, 'down')])).toEqual([
      'what is told of branch',
    ]);
    const told = [...seconds(1, 'healthy'), ...seconds(5, 'down')];
    expect(untoldAfter(told)).toEqual([]);
    expect(untoldAfter([...told, ...seconds(1, 'healthy')])).toEqual(['what is told of branch']);
    expect(untoldAfter([...told, ...seconds(5, 'healthy')])).toEqual([]);
  });

  it('nothing of what was told to flap: that may go on for ever', () => {
    const flap = [...seconds(1, 'down'), ...seconds(1, 'healthy')];
    expect(
      untoldAfter([...seconds(1, 'healthy'), ...flap, ...flap, ...flap], 0, { flaps: 3 }),
    ).toEqual([]);
  });
});

describe('an event is unanswered', () => {
  const line = (msg: string, event: string, pid = 7) =>
    JSON.stringify({ level: 30, role: 'chat', pid, event, msg });

  it('from when it was heard until it was answered, each time that it came', () => {
    const log = [line('heard', 'a'), line('heard', 'b'), line('heard', 'a'), line('answered', 'a')];
    expect(findUnanswered(log, 7)).toEqual(['the answer to b', 'the answer to a']);
    expect(findUnanswered([...log, line('answered', 'a'), line('answered', 'b')], 7)).toEqual([]);
  });

  it('never, when the process that took it is dead', () => {
    expect(findUnanswered([line('heard', 'a', 6)], 7)).toEqual([]);
  });

  it('by nothing that another line says', () => {
    expect(findUnanswered(['{"msg":"a job says \\"heard\\""', 'no json'], 7)).toEqual([]);
  });
});
