import { type Plan, sealPlan } from '../../approvals/plan';
import { staleBecause } from '../../src/workflow/plan-difference';
import { aPlan, aRequest } from '../approvals/request-fixture';

const request = aRequest();
const approved = aPlan();
const [step] = approved.steps;
if (step === undefined) throw new Error('the fixture has a step');

/** What planning again gives on a gateway that reads so. */
const freshOn = (before: Plan['before'], steps: Plan['steps'] = []): Plan =>
  sealPlan({ ...approved, before, steps }, 'gw1', 'a line');

it('what reads as the change leaves it is not called untouched: a lost run may have made it', () => {
  const because = staleBecause(request, approved, freshOn(approved.after));
  expect(because).toMatch(/^Stale: it is on gw1 already, maybe by a run of this request/);
  expect(because).toMatch(/no timer takes it back/);
  expect(because).not.toMatch(/nothing was changed/);
});

it('the same of a part of its steps', () => {
  const middle = { a: { x: 1 }, b: null };
  const end = { a: { x: 1 }, b: { y: 2 } };
  const two = {
    ...approved,
    before: { a: null, b: null },
    after: end,
    steps: [
      { ...step, leaves: middle },
      { ...step, leaves: end },
    ],
  };
  expect(staleBecause(request, two, freshOn(middle, [step]))).toMatch(
    /^Stale: 1 of 2 steps are on gw1 already/,
  );
});

it('what somebody else made is told setting by setting, and nothing was changed', () => {
  const foreign = freshOn({ 'tunnel contoso-hq': { destination: ['192.0.2.1'] } }, [step]);
  const because = staleBecause(request, approved, foreign);
  expect(because).toMatch(/^Stale: tunnel contoso-hq exists\. The gateway is not as it was/);
  expect(because).toMatch(/nothing was changed/);
});

it('what reads as before, with other readings moved, is told by those', () => {
  const moved = sealPlan({ ...approved, basis: { domain: { enabled: false } } }, 'gw1', 'a line');
  expect(staleBecause(request, approved, moved)).toMatch(/^Stale: domain exists/);
});
