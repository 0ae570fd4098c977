import type { ChangeRequest, GateReading, RequestChange } from '../../approvals/request';
import { sentences } from '../messages/sentences';
import { callAsker } from './calls';
import { endWhatEnded, howItEnded } from './ending';
import { type Found, lookUntil, stick } from './look';
import { moveTo, note } from './move';
import type { WorkerParts } from './parts';
import { problemOf } from './plan';
import { laterOrUnknown } from './try-later';
import { undo } from './undo';

/** Prove on the gateway that the change is there; then wait for the far end, and for a person. */
export async function verify(parts: WorkerParts, request: ChangeRequest): Promise<void> {
  if (request.cancelAsked !== undefined) {
    return undo(parts, request, sentences.cancelled(request.cancelAsked.by));
  }
  const found = await lookUntil(parts, request, isApplied);
  if (found.kind === 'unreadable') return laterOrUnknown(parts, request, found.problem);
  if (found.kind !== 'applied') {
    const ended = howItEnded(parts, request, found);
    return undo(parts, request, ended ?? sentences.notAsPlanned(request, found));
  }
  let gates: GateReading[];
  try {
    gates = gatesOf(parts, request, found);
  } catch (error) {
    parts.log.warn({ request: request.id, err: error }, 'the gates could not be read');
    return laterOrUnknown(parts, request, problemOf(parts, request, error));
  }
  const broken = gates.find((gate) => gate.kind === 'immediate' && !gate.held);
  if (broken !== undefined) return undo(parts, request, broken.sentence);
  await settle(parts, request, gates);
}

const isApplied = ({ kind }: Found) => kind === 'applied';

/**
 * Look again while it waits for the far end, or for Keep. This only reads: what is not as planned any more is left to
 * a person. A failed reading proves nothing, and changes nothing.
 */
export async function checkGates(parts: WorkerParts, request: ChangeRequest): Promise<void> {
  // The first proof belongs to the run itself; the reconciler sends it again when it is missing.
  if (request.gates.length === 0) return;
  const found = await lookUntil(parts, request, isApplied);
  if (found.kind === 'unreadable') return;
  if (await endWhatEnded(parts, request, found)) return;
  if (found.kind !== 'applied') return stick(parts, request, found);
  let gates: GateReading[];
  try {
    gates = gatesOf(parts, request, found);
  } catch (error) {
    parts.log.warn({ request: request.id, err: error }, 'the gates could not be read');
    return;
  }
  await settle(parts, request, gates);
}

/** @throws GatewayError */
function gatesOf(parts: WorkerParts, request: ChangeRequest, { seen }: Found) {
  const at = parts.clock.now();
  const asPlanned: GateReading = {
    id: 'reads-back',
    kind: 'immediate',
    held: true,
    sentence: sentences.readsBack(request),
    at,
  };
  return [asPlanned, ...seen.gates().map((gate): GateReading => ({ ...gate, at }))];
}

async function settle(
  parts: WorkerParts,
  request: ChangeRequest,
  gates: GateReading[],
): Promise<void> {
  const now = parts.clock.now();
  const irreversible = request.plan?.irreversible;
  // What cannot be taken back has no timer that would.
  const confirm =
    irreversible === undefined
      ? (request.due.confirm ?? now + (request.policy?.confirmWithinMs ?? 0))
      : undefined;
  const change = ({ due: { reminder } }: ChangeRequest): RequestChange => ({
    gates,
    retryAt: undefined,
    unread: undefined,
    due: {
      ...(confirm === undefined ? {} : { confirm }),
      ...(reminder === undefined ? {} : { reminder }),
      gates: now + parts.settings.gateEveryMs,
    },
  });
  const open = gates.filter((gate) => !gate.held);
  if (open.length === 0 && request.state === 'verifying') {
    if (confirm === undefined) {
      const because = sentences.keptAsIrreversible(request);
      await moveTo(parts, request, 'kept', {
        by: 'mtgw',
        because,
        change: { gates, due: {} },
        say: { sentence: because, tone: 'good' },
      });
      return;
    }
    const because = sentences.unconfirmed(gates, confirm, now);
    await moveTo(parts, request, 'unconfirmed', {
      by: 'mtgw',
      because,
      change,
      say: { sentence: because, tone: 'good', calls: callAsker(request) },
    });
    return;
  }
  const isMoved = gates.some(
    (gate) => request.gates.find((former) => former.id === gate.id)?.sentence !== gate.sentence,
  );
  // Nothing new is not written: the due time's lease brings the next look by itself.
  if (!isMoved) return;
  const because =
    open.length === 0 && confirm !== undefined
      ? sentences.unconfirmed(gates, confirm, now)
      : sentences.waitsForFarEnd(open, confirm, now);
  await note(parts, request, 'gates.read', {
    by: 'mtgw',
    because,
    change,
    say: {
      sentence: because,
      tone: open.length === 0 ? 'good' : 'warning',
      // From the first reading on it waits for them; what comes after it they read when they want.
      calls: request.gates.length === 0 ? callAsker(request) : [],
    },
  });
}
