import fc from 'fast-check';
import type { Verdict } from '../../src/ports/health';
import type { Turn } from '../../src/health/turn';
import { judged, probe, verdictOf } from './probes';

/* What must hold whatever a gateway goes through, one probe a second, three seconds of patience. */

type Seen = 'up' | 'down' | 'unread';
const seen = fc.constantFrom<Seen>('up', 'down', 'unread');
/** Runs, because single readings at random would never last longer than patience. */
const runs = fc
  .array(fc.tuple(seen, fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 20 })
  .map((all) => all.flatMap(([one, count]) => Array.from({ length: count }, () => one)));

const gateway = verdictOf('gateway', 'gw1', 'healthy', { sum: true });
const lost = verdictOf('gateway', 'gw1', 'unknown');

/** A tunnel as it is seen; the peer behind it is down with it, and sometimes by itself. */
function at(tunnel: Seen, peer: Seen) {
  if (tunnel === 'unread') return judged([lost], ['tunnel', 'peer']);
  const up = verdictOf('tunnel', 'branch', tunnel === 'up' ? 'healthy' : 'down');
  const via = { via: up.key, ...(tunnel === 'down' ? { because: up.key } : {}) };
  const isDown = tunnel === 'down' || peer === 'down';
  const over = verdictOf('peer', 'branch-peer', isDown ? 'down' : 'healthy', via);
  return judged(
    [gateway, up, ...(peer === 'unread' ? [] : [over])],
    peer === 'unread' ? ['peer'] : [],
  );
}

/** The runs of what was read of a thing, with the readings that failed left out of sight. */
function runsOf(all: readonly Seen[]): { as: Seen; from: number; lasted: number }[] {
  const found: { as: Seen; from: number; lasted: number }[] = [];
  for (const [second, one] of all.entries()) {
    if (one === 'unread') continue;
    const last = found.at(-1);
    if (last?.as === one) last.lasted = second - last.from;
    else found.push({ as: one, from: second, lasted: 0 });
  }
  return found;
}

/** What should be told of a thing: it fell once it was down for three seconds, and recovered likewise. */
function expected(all: readonly Seen[]): string[] {
  const told: string[] = [];
  for (const { as, lasted } of runsOf(all)) {
    if (lasted < 3) continue;
    if (as === 'down' && told.at(-1) !== 'fell') told.push('fell');
    if (as === 'up' && told.at(-1) === 'fell') told.push('recovered');
  }
  return told;
}

const of = (turns: Turn[][], key: string) =>
  turns.flat().flatMap(({ subject, kind }) => (subject.key === key ? [kind] : []));

test('every outage longer than patience is told once, and its end once', () => {
  fc.assert(
    fc.property(runs, (tunnel) => {
      const { told } = probe(tunnel.map((one) => at(one, 'up')));
      const real = told.map((step) => step.filter(({ subject }) => subject.kind === 'tunnel'));
      expect(of(real, 'tunnel branch')).toEqual(expected(tunnel));
    }),
    { numRuns: 400 },
  );
});

test('a gateway that cannot be read is told once it lasts, with a patience of its own, and its end', () => {
  fc.assert(
    fc.property(runs, (tunnel) => {
      const { told } = probe(tunnel.map((one) => at(one, 'up')));
      const kinds: string[] = [];
      let [blind, since] = [false, 0];
      let isTold = false;
      for (const [second, one] of tunnel.entries()) {
        const now = one === 'unread';
        if (second === 0 || now !== blind) [blind, since] = [now, second];
        if (blind && !isTold && second - since >= 6) {
          kinds.push('fell');
          isTold = true;
        }
        if (!blind && isTold && second - since >= 3) {
          kinds.push('recovered');
          isTold = false;
        }
      }
      expect(of(told, 'gateway gw1')).toEqual(kinds);
    }),
    { numRuns: 400 },
  );
});

test('a peer that is down because of its tunnel is never told by itself; it is named with the tunnel', () => {
  fc.assert(
    fc.property(runs, (tunnel) => {
      const { told } = probe(tunnel.map((one) => at(one, 'up')));
      expect(of(told, 'peer branch-peer')).toEqual([]);
      for (const one of told.flat()) {
        if (one.kind !== 'fell' || one.subject.kind !== 'tunnel') continue;
        expect(one.along.map(({ name }: Verdict) => name)).toEqual(['branch-peer']);
      }
    }),
    { numRuns: 200 },
  );
});

test('whatever happens, fell and recovered take turns for each thing, and begin with fell', () => {
  const pairs = fc.array(fc.tuple(seen, seen, fc.integer({ min: 1, max: 6 })), { maxLength: 25 });
  fc.assert(
    fc.property(pairs, (all) => {
      const steps = all.flatMap(([tunnel, peer, count]) =>
        Array.from({ length: count }, () => at(tunnel, peer)),
      );
      const { told } = probe(steps, { patience: { flaps: 3 } });
      for (const key of ['tunnel branch', 'peer branch-peer', 'gateway gw1']) {
        let open: string | undefined;
        for (const kind of of(told, key)) {
          if (kind === 'fell') expect(open === undefined || open === 'flaps').toBe(true);
          if (kind === 'flaps') expect(open).toBeUndefined();
          if (kind === 'recovered') expect(open).toBeDefined();
          open = kind === 'recovered' ? undefined : kind;
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('no probe tells two things of one cause', () => {
  fc.assert(
    fc.property(runs, runs, (tunnel, peer) => {
      const { told } = probe(tunnel.map((one, i) => at(one, peer[i] ?? 'up')));
      for (const step of told) {
        const keys = step.map(({ subject }) => subject.key);
        expect(new Set(keys).size).toBe(keys.length);
      }
    }),
    { numRuns: 200 },
  );
});
