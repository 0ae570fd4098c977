import type { Plan, Step } from '../../approvals/plan';
import { canonicalJson } from '../../approvals/plan';
import { differences } from '../../approvals/standing';

/** What moved between the plan that was approved and the plan as of now, a line each. */
export function difference(approved: Plan, fresh: Plan): string[] {
  const lines = [
    ...differences(approved.before, fresh.before),
    ...differences(approved.basis, fresh.basis),
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
