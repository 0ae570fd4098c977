import { type Plan, type State, sameState } from './plan';

/** Where a plan stands on the gateway, told by a reading alone. */
export type Standing =
  /** As before the change: nothing of it is there. */
  | { kind: 'not-applied' }
  /** All of it is there. */
  | { kind: 'applied' }
  /** The first `done` steps are there, no more. */
  | { kind: 'half'; done: number }
  /** Neither: somebody else changed it. `difference` says what. */
  | { kind: 'foreign'; difference: string[] };

/** Compare a reading with what the plan says of before, of after, and of each step between. */
export function standing(plan: Plan, read: State): Standing {
  const reading = plan.alike?.find(({ reads }) => sameState(reads, read))?.as ?? read;
  if (sameState(reading, plan.after)) return { kind: 'applied' };
  if (sameState(reading, plan.before)) return { kind: 'not-applied' };
  const done = plan.steps.findLastIndex((step) => sameState(step.leaves, reading)) + 1;
  if (done > 0) return { kind: 'half', done };
  return { kind: 'foreign', difference: differences(plan.after, reading) };
}

/** How many steps a standing amounts to. */
export function stepsDone(plan: Plan, found: Standing): number | undefined {
  if (found.kind === 'applied') return plan.steps.length;
  if (found.kind === 'not-applied') return 0;
  return found.kind === 'half' ? found.done : undefined;
}

/** One line for each setting that is not as expected: `tunnel contoso-hq: destination is 1.2.3.4, not 5.6.7.8`. */
export function differences(expected: State, found: State): string[] {
  return Object.keys({ ...expected, ...found }).flatMap((object) => {
    const [want, have] = [expected[object] ?? null, found[object] ?? null];
    if (want === null && have === null) return [];
    if (have === null) return [`${object} does not exist`];
    if (want === null) return [`${object} exists`];
    return Object.keys({ ...want, ...have }).flatMap((setting) => {
      const [a, b] = [want[setting], have[setting]];
      if (JSON.stringify(a) === JSON.stringify(b)) return [];
      return [`${object}: ${setting} is ${shown(b)}, not ${shown(a)}`];
    });
  });
}

/** A setting as people read it, on cards and in differences: `yes` for true, `none` for an empty list. */
export function shown(value: string | number | boolean | string[] | undefined): string {
  if (value === undefined) return 'not set';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}
