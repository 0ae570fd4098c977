import type { RequestState } from '../../approvals/request';
import type { Tone } from '../message';

interface Look {
  label: string;
  tone: Tone;
  /** Of another shape for each, so that they can be told apart without colour. */
  mark: string;
}

/** How a request is shown in each of its states. */
export const looks: Record<RequestState, Look> = {
  planning: { label: 'Planning', tone: 'working', mark: '🔍' },
  pending: { label: 'Waiting for approval', tone: 'waiting', mark: '🗳️' },
  approved: { label: 'Approved', tone: 'working', mark: '👍' },
  queued: { label: 'Queued', tone: 'working', mark: '📥' },
  applying: { label: 'Applying', tone: 'working', mark: '⚙️' },
  verifying: { label: 'Verifying', tone: 'working', mark: '🔎' },
  unconfirmed: { label: 'Done, waiting for Keep', tone: 'waiting', mark: '⏰' },
  kept: { label: 'Kept', tone: 'good', mark: '✅' },
  undoing: { label: 'Undoing', tone: 'warning', mark: '⏪' },
  undone: { label: 'Undone', tone: 'warning', mark: '↩️' },
  stuck: { label: 'Stuck: a person must look', tone: 'bad', mark: '🛑' },
  unknown: { label: 'Unknown: a person must look', tone: 'bad', mark: '❓' },
  closed: { label: 'Closed', tone: 'neutral', mark: '📁' },
  denied: { label: 'Denied', tone: 'bad', mark: '⛔' },
  cancelled: { label: 'Cancelled', tone: 'neutral', mark: '✖️' },
  expired: { label: 'Expired', tone: 'warning', mark: '⌛' },
  stale: { label: 'Stale', tone: 'warning', mark: '🔄' },
};

/** A state in words. */
export function stateLabel(state: RequestState): string {
  return looks[state].label;
}

/** The same behind its mark, for a line of a list. */
export function markedLabel(state: RequestState): string {
  return `${looks[state].mark} ${looks[state].label}`;
}
