import type { Finding } from '../finding';
import type { ChangeRequest } from '../request';

/** Nobody approves what they asked for. People count, not accounts: the other chat is no way round. */
export function fourEyes(request: ChangeRequest, person: string): Finding {
  const met = person !== request.requester;
  return {
    rule: 'four-eyes',
    met,
    sentence: met
      ? `${person} did not ask for this change.`
      : `You asked for this change, so somebody else must approve it, in whichever chat.`,
  };
}
