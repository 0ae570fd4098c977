import type { Finding } from '../finding';
import type { ChangeRequest } from '../request';

/** A vote is for the plan that was on the card, to the last reading. */
export function planUnchanged(request: ChangeRequest, fingerprint: string): Finding {
  const met = request.plan !== undefined && request.plan.fingerprint === fingerprint;
  return {
    rule: 'plan-unchanged',
    met,
    sentence: met
      ? 'The plan is the one that was shown.'
      : 'The plan has changed since this card was shown: look at the newest card and vote there.',
  };
}
