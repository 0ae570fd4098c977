import fc from 'fast-check';
import { canonicalJson, type DraftPlan, sealPlan, undoSteps } from '../../approvals/plan';
import { differences, standing, stepsDone } from '../../approvals/standing';
import { aPlan, line } from './request-fixture';

describe('the fingerprint of a plan', () => {
  const { gateway, fingerprint, ...draft } = aPlan();
  const sealed = (change: Partial<DraftPlan>, at = gateway, said = line) =>
    sealPlan({ ...draft, ...change }, at, said).fingerprint;
  const [step] = draft.steps;
  if (step === undefined) throw new Error('the fixture has a step');

  it('is the same for the same plan, in whatever order its data was written', () => {
    expect(sealed({})).toBe(fingerprint);
    const turned = { ...step, parameters: { Destination: ['203.0.113.7'], Name: 'contoso-hq' } };
    expect(sealed({ steps: [turned] })).toBe(fingerprint);
  });
  it.each<[string, string]>([
    ['the line', sealed({}, gateway, `${line} persistent=no`)],
    ['the gateway', sealed({}, 'gw2')],
    ['a cmdlet', sealed({ steps: [{ ...step, cmdlet: 'Set-VpnS2SInterface' }] })],
    ['a parameter', sealed({ steps: [{ ...step, parameters: { Name: 'contoso-hq2' } }] })],
    ['the target of a step', sealed({ steps: [{ ...step, target: 'hv1' }] })],
    ['the undo', sealed({ steps: [{ ...step, undo: [] }] })],
    ['a reading that the plan depends on', sealed({ basis: { domain: { enabled: false } } })],
    ['the state before', sealed({ before: { 'tunnel contoso-hq': { destination: ['x'] } } })],
    ['a tenant that it touches', sealed({ touches: { ...draft.touches, tenants: ['fabrikam'] } })],
    ['that it cannot be undone', sealed({ irreversible: 'gone is gone' })],
  ])('is another one when %s is', (_what, other) => {
    expect(other).not.toBe(fingerprint);
  });
  it('does not move with the order in which a reading names its tenants', () => {
    const touching = (tenants: string[]) => sealed({ touches: { ...draft.touches, tenants } });
    expect(touching(['fabrikam', 'contoso'])).toBe(touching(['contoso', 'fabrikam']));
  });
  it('does not move with what is up just now or what is noted: that is said, not bound', () => {
    expect(sealed({ notes: ['is connected now'] })).toBe(fingerprint);
    expect(sealed({ touches: { ...draft.touches, sessions: 3 } })).toBe(fingerprint);
  });
});

describe('canonical JSON', () => {
  it('gives equal text for equal data, and the data back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('where a plan stands', () => {
  const plan = aPlan();
  it('is told from a reading alone', () => {
    expect(standing(plan, plan.before)).toEqual({ kind: 'not-applied' });
    expect(standing(plan, plan.after)).toEqual({ kind: 'applied' });
    const foreign = { 'tunnel contoso-hq': { destination: ['192.0.2.1'] } };
    expect(standing(plan, foreign)).toEqual({
      kind: 'foreign',
      difference: ['tunnel contoso-hq: destination is 192.0.2.1, not 203.0.113.7'],
    });
  });
  it('counts the steps of a half-applied plan', () => {
    const middle = { a: { x: 1 }, b: null };
    const [first] = plan.steps;
    if (first === undefined) throw new Error('the fixture has a step');
    const two = {
      ...plan,
      before: { a: null, b: null },
      after: { a: { x: 1 }, b: { y: 2 } },
      steps: [
        { ...first, leaves: middle },
        { ...first, leaves: { a: { x: 1 }, b: { y: 2 } } },
      ],
    };
    const found = standing(two, middle);
    expect(found).toEqual({ kind: 'half', done: 1 });
    expect(stepsDone(two, found)).toBe(1);
    expect(undoSteps(two, 1)).toEqual(first.undo);
    expect(undoSteps(two, 0)).toEqual([]);
  });
  it('says what exists, what does not, and what differs', () => {
    expect(differences({ a: null }, { a: { x: 1 } })).toEqual(['a exists']);
    expect(differences({ a: { x: 1 } }, { a: null })).toEqual(['a does not exist']);
    expect(differences({ a: { x: true } }, { a: { x: false } })).toEqual(['a: x is no, not yes']);
    expect(differences({ a: null }, {})).toEqual([]);
  });
});
