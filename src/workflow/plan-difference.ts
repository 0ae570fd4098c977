import type { Plan, Step } from '../../approvals/plan';
import { canonicalJson } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { differences, standing, stepsDone } from '../../approvals/standing';
import { sentences } from '../messages/sentences';

/**
 * Why a plan that is another one now is not run. What reads as the change, or as some of its steps, leaves it was maybe
 * run already: then it must not be called untouched.
 */
export function staleBecause(request: ChangeRequest, approved: Plan, fresh: Plan): string {
  const done = stepsDone(approved, standing(approved, fresh.before)) ?? 0;
  return done > 0
    ? sentences.foundThere(request, done, approved.steps.length)
    : sentences.stale(difference(approved, fresh));
}

/** What moved between the plan that was approved and the plan as of now, a line each. */
function difference(approved: Plan, fresh: Plan): string[] {
  const lines = [
    ...differences(approved.before, fresh.before),
    ...differences(approved.basis, fresh.basis),
    ...tenantsMoved(approved, fresh),
  ];
  if (lines.length > 0) return lines;
  const line = (step: Step) => canonicalJson({ c: step.cmdlet, p: step.parameters });
  const moved = fresh.steps.filter(
    (step, index) =>
      approved.steps[index] === undefined || line(approved.steps[index]) !== line(step),
  );
  if (moved.length > 0) return moved.map((step) => `${step.cmdlet} would run differently now`);
  return fresh.steps.length < approved.steps.length
    ? ['some of it is already there']
    : ['the plan is another one now'];
}

function tenantsMoved(approved: Plan, fresh: Plan): string[] {
  const [then, now] = [approved.touches.tenants, fresh.touches.tenants];
  const added = now.filter((tenant) => !then.includes(tenant));
  const gone = then.filter((tenant) => !now.includes(tenant));
  return [
    ...added.map((tenant) => `it would touch tenant ${tenant} too`),
    // A plan with nothing left to do touches nobody, which says less than what is there already.
    ...(fresh.steps.length > 0 ? gone.map((tenant) => `it would not touch tenant ${tenant}`) : []),
  ];
}
