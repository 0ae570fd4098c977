import { parseLine } from '../../src/commands/grammar';
import hostile from './hostile.json';
import { interpret, refusalOf, understand } from './small-world';

/** One line and what must come of it: the canonical line, or the refusal with the lines it offers. */
interface Case {
  line: string;
  times?: number;
  /** What stands behind the repeated part. */
  then?: string;
  reads?: string;
  missing?: string[];
  refused?: string;
  offers?: string[];
  /** Must not come back in anything that is said. */
  never?: string;
}

const cases: Case[] = hostile;
const typed = ({ line, times = 1, then = '' }: Case) => line.repeat(times) + then;
const titled = (some: Case[]) =>
  some.map(
    (one) => [`${one.line.slice(0, 70)}${one.times ? ` × ${one.times}` : ''}`, one] as const,
  );

test.each(titled(cases.filter(({ reads }) => reads !== undefined)))('%j is read', (_, one) => {
  const { canonical, missing } = understand(typed(one));
  expect({ canonical, missing }).toEqual({ canonical: one.reads, missing: one.missing ?? [] });
});

test.each(titled(cases.filter(({ refused }) => refused !== undefined)))(
  '%j is refused with a sentence',
  (_, one) => {
    const { message, suggestions } = refusalOf(() => understand(typed(one)));
    expect(message).toContain(one.refused);
    expect(suggestions).toEqual(one.offers ?? []);
    if (one.never !== undefined) expect(message).not.toContain(one.never);
  },
);

test('the corpus is large, and every case has one outcome', () => {
  expect(cases.length).toBeGreaterThan(200);
  expect(
    cases.filter(({ reads, refused }) => (reads === undefined) === (refused === undefined)),
  ).toEqual([]);
});

test('what is read is read the same again from its canonical line', () => {
  for (const one of cases.filter(({ missing, reads }) => reads !== undefined && !missing)) {
    expect(interpret(parseLine(one.reads ?? '')).canonical).toBe(one.reads);
  }
});
