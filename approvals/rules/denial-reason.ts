import type { Finding } from '../finding';

/** Nobody denies without a word: whoever asked must know what to do next. */
export function denialReason(id: string, choice: 'approve' | 'deny', reason = ''): Finding {
  const met = choice === 'approve' || reason.trim() !== '';
  return {
    rule: 'denial-reason',
    met,
    sentence: met
      ? 'It says why, where that is needed.'
      : `Deny needs a reason, which whoever asked will read. Type: deny ${id} because="..."`,
  };
}
