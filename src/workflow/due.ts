import type { ChangeRequest, DueKind, RequestChange } from '../../approvals/request';
import { sentences } from '../messages/sentences';
import { callAsker, callVoters } from './calls';
import { dispatch } from './enqueue';
import { moveTo, note, OutdatedError, whyOf } from './move';
import type { Records } from './parts';

/**
 * Do what is due on the bot's own clock. Any number of processes may tick: a due time is claimed by one of them, and
 * stands again when that one dies.
 */
export async function tick(parts: Records): Promise<void> {
  for (const { id, kind } of await parts.store.claimDue(parts.clock.now())) {
    try {
      const request = await parts.store.get(id);
      // What is listed as due says only that there is something to look at; when, the sealed record says.
      if (request !== undefined && isDue(parts, request, kind)) await onDue(parts, request, kind);
    } catch (error) {
      if (error instanceof OutdatedError) continue;
      parts.log.error({ request: id, due: kind, err: error }, 'what was due is tried again later');
    }
  }
}

function isDue({ clock }: Records, { due }: ChangeRequest, kind: DueKind): boolean {
  return (due[kind] ?? Number.POSITIVE_INFINITY) <= clock.now();
}

async function onDue(parts: Records, request: ChangeRequest, kind: DueKind): Promise<void> {
  switch (kind) {
    case 'warning':
      await note(parts, request, 'request.warned', {
        by: 'mtgw',
        because: whyOf(request),
        change: without('warning'),
        say: {
          sentence: sentences.expiresSoon(request, parts.clock.now()),
          tone: 'warning',
          calls: callVoters(parts, request).calls,
        },
      });
      return;
    case 'call':
      await note(parts, request, 'request.called', {
        by: 'mtgw',
        because: whyOf(request),
        change: without('call'),
        ...(request.state === 'pending'
          ? {
              say: {
                sentence: sentences.stillWaits(request),
                calls: callVoters(parts, request).calls,
              },
            }
          : {}),
      });
      return;
    case 'reminder':
      await note(parts, request, 'request.reminded', {
        by: 'mtgw',
        because: whyOf(request),
        change: without('reminder'),
        say: {
          sentence: sentences.undoneSoon(request, parts.clock.now()),
          tone: 'warning',
          calls: callAsker(request),
        },
      });
      return;
    case 'expiry': {
      const because = sentences.expired(request);
      await moveTo(parts, request, 'expired', {
        by: 'mtgw',
        because,
        change: { due: {} },
        say: { sentence: because, tone: 'warning', calls: callAsker(request) },
      });
      return;
    }
    case 'planning': {
      const because = sentences.planTookTooLong(request);
      await moveTo(parts, request, 'closed', {
        by: 'mtgw',
        because,
        change: { due: {} },
        say: { sentence: because, tone: 'warning', calls: callAsker(request) },
      });
      return;
    }
    case 'confirm': {
      const because = sentences.nobodyKept(request);
      const undoing = await moveTo(parts, request, 'undoing', {
        by: 'mtgw',
        because,
        change: { run: request.run + 1, due: {} },
        say: { sentence: because, tone: 'warning' },
      });
      await dispatch(parts, undoing);
      return;
    }
    case 'gates':
    case 'look':
      await parts.queue.enqueuePlan(request.gateway, request.id);
      return;
  }
}

/** Of the newest record: another process may have cleared another one meanwhile. */
function without(kind: DueKind): (newest: ChangeRequest) => RequestChange {
  return ({ due }) => {
    const rest = { ...due };
    delete rest[kind];
    return { due: rest };
  };
}
