import type { RequestState } from '../../approvals/request';
import type { Tone } from '../message';

export const looks: Record<RequestState, { label: string; tone: Tone }> = {
  planning: { label: 'Planning', tone: 'neutral' },
  pending: { label: 'Waiting for approval', tone: 'waiting' },
  approved: { label: 'Approved', tone: 'waiting' },
  queued: { label: 'Queued', tone: 'waiting' },
  applying: { label: 'Applying', tone: 'waiting' },
  verifying: { label: 'Verifying', tone: 'waiting' },
  unconfirmed: { label: 'Done, waiting for Keep', tone: 'waiting' },
  kept: { label: 'Kept', tone: 'good' },
  undoing: { label: 'Undoing', tone: 'warning' },
  undone: { label: 'Undone', tone: 'warning' },
  stuck: { label: 'Stuck: a person must look', tone: 'bad' },
  unknown: { label: 'Unknown: a person must look', tone: 'bad' },
  closed: { label: 'Closed', tone: 'neutral' },
  denied: { label: 'Denied', tone: 'bad' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
  expired: { label: 'Expired', tone: 'warning' },
  stale: { label: 'Stale', tone: 'warning' },
};

export function stateLabel(state: RequestState): string {
  return looks[state].label;
}
