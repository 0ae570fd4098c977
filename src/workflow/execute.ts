import { isAsSealed } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { RecordError } from '../errors';
import { sentences } from '../messages/sentences';
import { apply, applyRest } from './apply';
import { lookAgain } from './look';
import { OutdatedError } from './move';
import type { WorkerParts } from './parts';
import { planRequest } from './plan';
import { RunIsOverError } from './step';
import { undoAsked } from './undo';
import { tellUnusable } from './unusable';
import { checkGates, verify } from './verify';

/**
 * A job says only that there is work; the record says what. A job of an old run, or of a request that moved on,
 * finds nothing to do and leaves.
 */
export async function execute(
  parts: WorkerParts,
  job: { request: string; run: number },
): Promise<void> {
  const request = await readToRun(parts, job.request);
  if (request === undefined || request.run !== job.run) return;
  await yielding(parts, request, async () => {
    switch (request.state) {
      case 'queued':
        return apply(parts, request);
      case 'applying':
        return applyRest(parts, request);
      case 'undoing':
        return undoAsked(parts, request);
      case 'verifying':
        return verify(parts, request);
      default:
        return undefined;
    }
  });
}

/** A job that sends cmdlets begins here: with a record that is the bot's newest, and a plan that is the one voted on. */
async function readToRun(parts: WorkerParts, id: string): Promise<ChangeRequest | undefined> {
  try {
    const request = await parts.store.proven(id);
    if (request?.plan && !isAsSealed(request.plan, request.gateway, request.line)) {
      throw new RecordError(sentences.planNotAsSealed(request), id);
    }
    return request;
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    // An older copy is the bot's own all the same, so what it says of its place holds.
    const own = await parts.store.get(id).catch(() => undefined);
    // The reconciler sends its job again and again.
    if (await tellUnusable(parts, error, own?.home.channel)) {
      parts.log.error({ request: id, err: error }, error.message);
    }
    return undefined;
  }
}

/** Reading for a request: to plan it, to look at its gates, or to see where it stands. */
export async function readFor(parts: WorkerParts, id: string): Promise<void> {
  const request = await parts.store.get(id);
  if (request === undefined) return;
  await yielding(parts, request, async () => {
    switch (request.state) {
      case 'planning':
        return planRequest(parts, request);
      case 'verifying':
      case 'unconfirmed':
        return checkGates(parts, request);
      case 'stuck':
      case 'unknown':
        return lookAgain(parts, request);
      default:
        return undefined;
    }
  });
}

/** Losing a race is no failure: whoever was first has written what holds now. */
async function yielding(
  parts: WorkerParts,
  request: ChangeRequest,
  work: () => Promise<void>,
): Promise<void> {
  parts.log.info({ request: request.id, state: request.state, run: request.run }, 'working');
  try {
    await work();
  } catch (error) {
    if (!(error instanceof OutdatedError || error instanceof RunIsOverError)) throw error;
    parts.log.info({ request: request.id, run: request.run }, error.message);
  }
}
