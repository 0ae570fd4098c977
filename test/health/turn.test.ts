import type { Verdict, WatchState } from '../../src/ports/health';
import { turn } from '../../src/health/turn';
import { judged, noChanges, patience, probe, verdictOf } from './probes';

const gateway = verdictOf('gateway', 'gw1', 'healthy', { sum: true });
const tunnel = (health: Verdict['health'], more: Partial<Verdict> = {}) =>
  verdictOf('tunnel', 'branch', health, more);
const probes = (count: number, ...verdicts: Verdict[]) =>
  Array.from({ length: count }, () => judged([gateway, ...verdicts]));
const kinds = (told: ReturnType<typeof probe>['told']) => told.flat().map(({ kind }) => kind);

test('what is down at the first probe is told once, as down from the start', () => {
  const { told } = probe(probes(9, tunnel('down')));
  expect(told.flat()).toMatchObject([{ kind: 'fell', fromTheStart: true }]);
  expect(told[3]).toHaveLength(1);
});

test('a new thing that never came up was not down from the start', () => {
  const { told } = probe([...probes(2), ...probes(5, tunnel('down'))]);
  expect(told.flat()).toMatchObject([{ kind: 'fell', fromTheStart: false }]);
});

test('a recovery says since when it was down and until when', () => {
  const { told } = probe([
    ...probes(2, tunnel('healthy')),
    ...probes(10, tunnel('down')),
    ...probes(5, tunnel('healthy')),
  ]);
  expect(told.flat()).toMatchObject([
    { kind: 'fell', since: 1_002_000 },
    { kind: 'recovered', since: 1_002_000, until: 1_012_000, falls: 1 },
  ]);
});

test('what rests is no outage', () => {
  const { told } = probe([
    ...probes(2, tunnel('healthy')),
    ...probes(9, tunnel('healthy', { resting: true })),
  ]);
  expect(told.flat()).toEqual([]);
});

test('a reading that fails now and then does not hide an outage', () => {
  const blind = judged([verdictOf('gateway', 'gw1', 'unknown')], ['tunnel']);
  const [down] = probes(1, tunnel('down'));
  const all = Array.from({ length: 10 }, (_, i) => (i % 2 === 0 && down ? down : blind));
  expect(kinds(probe(all).told)).toEqual(['fell']);
});

test('an outage that was told is not ended by a reading that failed', () => {
  const blind = judged([verdictOf('gateway', 'gw1', 'unknown')], ['tunnel']);
  const { told } = probe([...probes(5, tunnel('down')), ...Array.from({ length: 5 }, () => blind)]);
  expect(kinds(told)).toEqual(['fell']);
});

test('many short falls are one flapping, and its end is told when it has been calm', () => {
  const flap = [...probes(1, tunnel('down')), ...probes(1, tunnel('healthy'))];
  const all = [...probes(1, tunnel('healthy')), ...flap, ...flap, ...flap, ...flap, ...flap];
  const { told } = probe([...all, ...probes(12, tunnel('healthy'))], { patience: { flaps: 3 } });
  expect(told.flat()).toMatchObject([
    { kind: 'flaps', falls: 3 },
    { kind: 'recovered', as: 'flapping', falls: 5 },
  ]);
});

test('a flapping that stays down is told as down, and recovers once', () => {
  const flap = [...probes(1, tunnel('down')), ...probes(1, tunnel('healthy'))];
  const { told } = probe(
    [
      ...probes(1, tunnel('healthy')),
      ...flap,
      ...flap,
      ...probes(8, tunnel('down')),
      ...probes(12, tunnel('healthy')),
    ],
    { patience: { flaps: 3 } },
  );
  expect(kinds(told)).toEqual(['flaps', 'fell', 'recovered']);
});

test('long falls that come again and again become a flapping, not a message each time', () => {
  const fall = [...probes(5, tunnel('down')), ...probes(5, tunnel('healthy'))];
  const { told } = probe(
    [...probes(1, tunnel('healthy')), ...fall, ...fall, ...fall, ...fall, ...fall],
    { patience: { flaps: 3, staysDownMs: 20_000 } },
  );
  expect(kinds(told)).toEqual(['fell', 'recovered', 'fell', 'recovered', 'flaps']);
});

test('what a change removed is no outage; what was told of it ends with one message', () => {
  const changes = { isAtWork: () => false, explains: () => true, wantsDown: () => undefined };
  const quiet = probe([...probes(3, tunnel('healthy')), ...probes(9)], { changes });
  expect(quiet.told.flat()).toEqual([]);
  const { told, state } = probe([...probes(5, tunnel('down')), ...probes(9)], { changes });
  expect(kinds(told)).toEqual(['fell', 'left']);
  expect(Object.keys(state?.tracks ?? {})).toEqual(['gateway gw1']);
});

test('what vanished and no change explains is an outage, with what went through it under it', () => {
  const over = verdictOf('peer', 'branch-peer', 'healthy', { via: 'tunnel branch' });
  const lost = verdictOf('peer', 'branch-peer', 'down');
  const { told } = probe([...probes(3, tunnel('healthy'), over), ...probes(9, lost)]);
  expect(told.flat()).toMatchObject([
    { kind: 'fell', subject: { name: 'branch', gone: true }, along: [{ name: 'branch-peer' }] },
  ]);
  expect(told.flat()[0]?.subject.sentence).toBe(
    'branch is gone from gw1, and no change of mine removed it.',
  );
});

test('while a change is at work on a thing, nothing is told of it; afterwards patience begins anew', () => {
  const always = { isAtWork: () => true, explains: () => false, wantsDown: () => undefined };
  expect(probe(probes(20, tunnel('down')), { changes: always }).told.flat()).toEqual([]);
  let asked = 0;
  const { told } = probe(probes(26, tunnel('down')), {
    changes: { isAtWork: () => asked++ < 20, explains: () => false, wantsDown: () => undefined },
  });
  expect(told.findIndex((step) => step.length > 0)).toBeGreaterThan(12);
  expect(kinds(told)).toEqual(['fell']);
});

test('a peer that fell by itself and then lost its tunnel has one outage of its own', () => {
  const lost = verdictOf('peer', 'branch-peer', 'down', { via: 'tunnel branch' });
  const under = { ...lost, because: 'tunnel branch' };
  const well = verdictOf('peer', 'branch-peer', 'healthy', { via: 'tunnel branch' });
  const { told } = probe([
    ...probes(5, tunnel('healthy'), lost),
    ...probes(5, tunnel('down'), under),
    ...probes(2, tunnel('healthy'), lost),
    ...probes(5, tunnel('healthy'), well),
  ]);
  const said = told.flat().map(({ kind, subject }) => `${subject.name} ${kind}`);
  expect(said).toEqual([
    'branch-peer fell',
    'branch fell',
    'branch recovered',
    'branch-peer recovered',
  ]);
});

test('a clock that is moved makes no time pass: what has just fallen is not told', () => {
  const at = (now: number, probedAt: number) => ({
    at: now,
    probedAt,
    patience,
    changes: noChanges,
  });
  const [down] = probes(1, tunnel('down'));
  if (down === undefined) throw new Error('no probe');
  const first = turn(undefined, down, at(0, 0));
  const moved = turn(first.next, down, at(25 * 3_600_000, 1_000));
  expect(moved.turns).toEqual([]);
  const later = turn(moved.next, down, at(25 * 3_600_000 + 3_000, 4_000));
  expect(later.turns).toMatchObject([{ kind: 'fell', since: 0 }]);
});

test('a thing in a state that nobody understands has not recovered; that it lasts is told by itself', () => {
  const { told } = probe([...probes(5, tunnel('down')), ...probes(9, tunnel('unknown'))]);
  expect(told.flat().map(({ kind, blind }) => [kind, blind])).toEqual([
    ['fell', false],
    ['fell', true],
  ]);
});

test('a routing domain that vanished is one outage of its tenant, with what was in it', () => {
  const contoso = verdictOf('tenant', 'contoso', 'healthy', { sum: true, domain: 'Contoso' });
  const absent = verdictOf('tenant', 'contoso', 'healthy', {
    resting: true,
    absent: true,
    domain: 'Contoso',
  });
  const peer = verdictOf('peer', 'branch-peer', 'healthy', { via: 'tunnel branch' });
  const there = probes(3, contoso, tunnel('healthy'), peer);
  const { told } = probe([...there, ...probes(5, absent), ...there, ...there]);
  const [fell, recovered] = told.flat();
  expect(kinds(told)).toEqual(['fell', 'recovered']);
  expect(fell?.subject).toMatchObject({
    key: 'tenant contoso',
    health: 'down',
    gone: true,
    sentence: 'The routing domain Contoso of contoso is gone from gw1, with what was in it.',
  });
  expect(fell && 'along' in fell && fell.along.map(({ key }) => key)).toEqual([
    'tunnel branch',
    'peer branch-peer',
  ]);
  expect(recovered?.subject).toMatchObject({ key: 'tenant contoso' });
});

test('a routing domain that never had anything, or that a change emptied, is no outage', () => {
  const absent = verdictOf('tenant', 'contoso', 'healthy', { resting: true, absent: true });
  expect(kinds(probe(probes(8, absent)).told)).toEqual([]);
  const changes = { isAtWork: () => false, explains: () => true, wantsDown: () => undefined };
  const all = [...probes(3, tunnel('healthy')), ...probes(8, absent)];
  expect(kinds(probe(all, { changes }).told)).toEqual([]);
});

test('an outage is told in time after the clock of the machine was set back', () => {
  let state: WatchState | undefined;
  const told = [9_000, 10_000, 11_000, 1_000, 2_000, 3_000, 4_000, 5_000].flatMap((probedAt, n) => {
    const verdicts = [verdictOf('tunnel', 'contoso-branch', n < 2 ? 'healthy' : 'down')];
    const when = { at: 1_000_000 + n * 1_000, probedAt, patience, changes: noChanges };
    const { next, turns } = turn(state, judged(verdicts), when);
    state = next;
    return turns.map(({ kind }) => [kind, probedAt]);
  });
  expect(told).toEqual([['fell', 4_000]]);
});

describe('what a change took down on purpose', () => {
  /** The change ended at the third probe. */
  const by = (until = Number.POSITIVE_INFINITY) => {
    let asked = 0;
    const wantsDown = () => (asked++ < until ? { by: 'CR-5', since: 1_002_500 } : undefined);
    return { isAtWork: () => false, explains: () => false, wantsDown };
  };

  test('is no outage, and remembered as meant', () => {
    const { told, state } = probe([...probes(3, tunnel('healthy')), ...probes(9, tunnel('down'))], {
      changes: by(),
    });
    expect(told.flat()).toEqual([]);
    expect(state?.tracks['tunnel branch']).toMatchObject({ seen: 'excused', meant: 'CR-5' });
  });

  test('stays so when that change is not among the newest any more', () => {
    const all = [...probes(3, tunnel('healthy')), ...probes(20, tunnel('down'))];
    expect(probe(all, { changes: by(2) }).told.flat()).toEqual([]);
  });

  test('falls by itself once it came up again', () => {
    const { told, state } = probe(
      [
        ...probes(3, tunnel('healthy')),
        ...probes(4, tunnel('down')),
        ...probes(2, tunnel('healthy')),
        ...probes(9, tunnel('down')),
      ],
      { changes: by() },
    );
    expect(kinds(told)).toEqual(['fell']);
    expect(state?.tracks['tunnel branch']).not.toHaveProperty('meant');
  });

  test('is an outage when a later change wants it up', () => {
    let asked = 0;
    const wantsDown = () => (asked++ < 4 ? { by: 'CR-5', since: 1_002_500 } : null);
    const changes = { isAtWork: () => false, explains: () => false, wantsDown };
    const all = [...probes(3, tunnel('healthy')), ...probes(20, tunnel('down'))];
    expect(kinds(probe(all, { changes }).told)).toEqual(['fell']);
  });
});
