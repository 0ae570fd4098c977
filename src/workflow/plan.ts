import { type Plan, sealPlan } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { GatewayError, UserError } from '../errors';
import { sentences } from '../messages/sentences';
import { judgePlanned } from './authorize';
import { moveTo } from './move';
import { inContext } from './operations';
import type { WorkerParts } from './parts';

/** Read the gateway and say what the change would be, bound by a fingerprint. */
export async function makePlan(parts: WorkerParts, request: ChangeRequest): Promise<Plan> {
  const draft = await inContext(parts, request).plan();
  return sealPlan(draft, request.gateway, request.line);
}

/** A request that is being planned becomes pending, or is closed with the reason. */
export async function planRequest(parts: WorkerParts, request: ChangeRequest): Promise<void> {
  const close = (
    because: string,
    tone: 'good' | 'warning' = 'warning',
    detail: Record<string, unknown> = {},
  ) =>
    moveTo(parts, request, 'closed', {
      by: 'mtgw',
      because,
      change: { due: {} },
      say: { sentence: because, tone },
      detail,
    });
  let plan: Plan;
  try {
    plan = await makePlan(parts, request);
  } catch (error) {
    if (error instanceof UserError) return void (await close(error.message));
    if (error instanceof GatewayError) {
      return void (await close(sentences.notPlanned(error.message)));
    }
    throw error;
  }
  if (plan.steps.length === 0) {
    return void (await close(sentences.nothingToChange(request, plan), 'good'));
  }
  const judged = judgePlanned(parts, request, plan);
  if ('refused' in judged) {
    const { sentence, rule } = judged.refused;
    return void (await close(sentence, 'warning', { refusedBy: rule }));
  }
  const { policy } = judged;
  const now = parts.clock.now();
  const lonely = sentences.nobodyElse(request, policy, parts.people.all());
  await moveTo(parts, request, 'pending', {
    by: 'mtgw',
    because: [sentences.waitsForApproval(policy), ...lonely].join(' '),
    change: {
      plan,
      policy,
      due: {
        expiry: now + policy.expiresAfterMs,
        warning: now + policy.expiresAfterMs - policy.warnBeforeMs,
      },
    },
    say: { sentence: sentences.planned(plan) },
    detail: { fingerprint: plan.fingerprint, steps: plan.steps.map((step) => step.cmdlet) },
  });
}
