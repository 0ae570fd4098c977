import type { Breach } from './breach';
import { atRandom, follow, quietly } from './choosers';
import type { Deviation } from './fault';
import { type Outcome, runOnce } from './run-once';
import { type Scenario, scenarios } from './scenario';
import { shrink } from './shrink';

const two = scenarios.find(({ wishes }) => wishes.length === 2) as Scenario;
const one = scenarios[0] as Scenario;

const slow = (at: string): Deviation => ({ at, fault: { do: 'slow', when: 'before', ms: 500 } });
const broken: Breach = { invariant: 'no timer is lost', seen: 'planted' };

/** A run with a planted bug: it breaks when these calls are hit together. */
function breaksAt(...names: string[]): typeof runOnce {
  return async (scenario, chooser): Promise<Outcome> => {
    const process = undefined as never;
    const calls = ['a', 'b', 'c', 'd', 'e'];
    const schedule = calls.flatMap((name) => {
      const fault = chooser.choose({ name, kind: name, process, about: undefined });
      return fault === undefined ? [] : [{ at: name, fault }];
    });
    const isHit = names.every((name) => schedule.some(({ at }) => at === name));
    const breaches = isHit && scenario.wishes.length > 0 ? [broken] : [];
    return { breaches, schedule, calls, story: [] };
  };
}

describe('a failure is made as small as it can be', () => {
  it('leaves out every fault that is not needed, and the request that is not', async () => {
    const schedule = ['a', 'b', 'c', 'd', 'e'].map(slow);
    const shrunk = await shrink(two, schedule, broken.invariant, breaksAt('b', 'd'));
    expect(shrunk?.schedule.map(({ at }) => at)).toEqual(['b', 'd']);
    expect(shrunk?.scenario.wishes).toHaveLength(1);
  });

  it('says so when it does not happen again', async () => {
    const shrunk = await shrink(two, [slow('a')], broken.invariant, breaksAt('b'));
    expect(shrunk).toBeUndefined();
  });
});

describe('a run', () => {
  const told = async (scenario: Scenario, schedule: Deviation[]) =>
    runOnce(scenario, follow(schedule), { telling: true });

  it('in which nothing goes wrong breaks nothing, in every scenario', async () => {
    for (const scenario of scenarios) {
      expect((await runOnce(scenario, quietly)).breaches).toEqual([]);
    }
  });

  it('of the same seed is the same to the last call, and so is one of its faults alone', async () => {
    const { calls } = await runOnce(two, quietly);
    const kinds = new Set(calls.map((name) => name.replace(/^\S+ /, '').replace(/ #\d+$/, '')));
    const usual = { kinds, calls: 40 };
    const first = await runOnce(two, atRandom(7, usual), { telling: true });
    const second = await runOnce(two, atRandom(7, usual), { telling: true });
    expect(first.schedule.length).toBeGreaterThan(0);
    expect(second).toEqual(first);
    expect(await told(two, first.schedule)).toEqual(first);
  });

  it('goes on without a killed worker: another one finds what it left', async () => {
    const at = 'worker-1 shells.run change gw1 Add-Thing contoso-a #1';
    const { story, breaches } = await told(one, [{ at, fault: { do: 'kill', when: 'after' } }]);
    expect(breaches).toEqual([]);
    const text = story.join('\n');
    expect(text).toContain('worker-1 is dead');
    // The orphan finished its cmdlet, and the reading shows it.
    expect(text).toContain('contoso-a: Add-Thing acts for worker-1');
    expect(text).toMatch(/CR-1001 is unknown \(applied\)/);
    expect(text).toMatch(/CR-1001 is (undone|kept)/);
  });
});
