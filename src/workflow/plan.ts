import { createHash } from 'node:crypto';
import { type DraftPlan, type Plan, sealPlan } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { GatewayError, saidOf, UserError } from '../errors';
import { lackOf } from '../facts/lack';
import { findGateway } from '../world/inventory';
import { sentences } from '../messages/sentences';
import { around, type Said, type Sayable } from '../said';
import { judgePlanned } from './authorize';
import { callAsker, callVoters } from './calls';
import { moveTo } from './move';
import { draftOf } from './operations';
import type { WorkerParts } from './parts';
import { twinOf } from './twin';
import { awaitItsEnd } from './under-way';

/**
 * Read the gateway and say what the change would be, bound by a fingerprint.
 * @throws UserError with what is in the way; GatewayError
 */
export async function makePlan(parts: WorkerParts, request: ChangeRequest): Promise<Plan> {
  const draft = await draftOf(parts, request);
  requireCalls(parts, draft);
  return sealPlan(draft, request.gateway, request.line);
}

/** Nobody votes on a call that the machine's version of Windows lacks, neither of the way there nor of the way back. */
function requireCalls({ inventory }: WorkerParts, { steps }: DraftPlan): void {
  for (const step of steps.flatMap((one) => [one, ...one.undo])) {
    const machine = findGateway(inventory, step.target);
    if (machine === undefined) {
      throw new UserError(`No gateway is called ${step.target}. Check the inventory.`);
    }
    const lack = lackOf(machine, step);
    if (lack !== undefined) throw new UserError(lack);
  }
}

/**
 * Why a reading of a request came to nothing, in a sentence. What nobody foresaw is no sentence for a card: it is in the
 * log, under a reference that the sentence names.
 */
export function problemOf(parts: WorkerParts, request: ChangeRequest, error: unknown): Said {
  if (error instanceof UserError || error instanceof GatewayError) return saidOf(error);
  // The same failure has the same reference, so that what is tried again is said once.
  const said = error instanceof Error ? error.message : String(error);
  const reference = createHash('sha256').update(`${request.id} ${said}`).digest('hex').slice(0, 8);
  parts.log.error({ request: request.id, reference, err: error }, 'an unforeseen error');
  return { sentence: sentences.unforeseen(request, reference) };
}

/** A request that is being planned becomes pending, or is closed with the reason. */
export async function planRequest(parts: WorkerParts, request: ChangeRequest): Promise<void> {
  const close = (
    because: Sayable,
    tone: 'good' | 'warning' = 'warning',
    detail: Record<string, unknown> = {},
  ) =>
    moveTo(parts, request, 'closed', {
      by: 'mtgw',
      because,
      change: { due: {} },
      // Whoever waited for something else to end first may be elsewhere by now.
      say: {
        sentence: because,
        tone,
        calls: request.timeline.length > 0 ? callAsker(request) : [],
      },
      detail,
    });
  // Two that were asked in the same moment did not see each other: the first one stays.
  const twin = await twinOf(parts, request, request.id);
  if (twin !== undefined) return void (await close(sentences.asksTheSame(twin)));
  let plan: Plan;
  try {
    plan = await makePlan(parts, request);
  } catch (error) {
    if (error instanceof UserError) return void (await close(saidOf(error)));
    const problem = problemOf(parts, request, error);
    const isGateways = error instanceof GatewayError;
    return void (await close(
      around(problem, isGateways ? sentences.notPlanned : sentences.notPlannedByFault),
    ));
  }
  if (plan.underWay !== undefined) return awaitItsEnd(parts, request, plan.underWay);
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
  const { calls, due, quiet } = callVoters(parts, { ...request, plan, policy });
  await moveTo(parts, request, 'pending', {
    by: 'mtgw',
    because: [sentences.waitsForApproval(policy), ...lonely].join(' '),
    change: {
      plan,
      policy,
      due: {
        expiry: now + policy.expiresAfterMs,
        warning: now + policy.expiresAfterMs - policy.warnBeforeMs,
        ...due,
      },
    },
    // Somebody was told to wait for what it says.
    say: {
      sentence: [
        ...(request.timeline.length > 0 ? plan.notes : []),
        sentences.planned(plan),
        ...quiet,
      ].join(' '),
      calls,
    },
    detail: { fingerprint: plan.fingerprint, steps: plan.steps.map((step) => step.cmdlet) },
  });
}
