import { createHmac } from 'node:crypto';
import { begun } from '../chat-contract-parts';

export interface SignedRequest {
  headers: Record<string, string>;
  body: string;
}

/** A request as Slack signs it. `at`: seconds since the epoch. */
export function sign(
  body: string,
  secret: string,
  type: 'application/json' | 'application/x-www-form-urlencoded',
  at = Math.floor(Date.now() / 1000),
): SignedRequest {
  const mac = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  return {
    body,
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${mac}`,
    },
  };
}

export async function deliver(url: string, { headers, body }: SignedRequest) {
  const response = await fetch(url, { method: 'POST', headers, body });
  const answer = { status: response.status, body: await response.text() };
  await begun();
  return answer;
}

export const slashBody = (more: Record<string, string> = {}): string =>
  new URLSearchParams({
    team_id: 'T0LOOPBACK',
    channel_id: 'C0MTGW',
    user_id: 'U0ALICE',
    command: '/mtgw',
    text: 'help',
    trigger_id: '1.2.three',
    ...more,
  }).toString();

export const eventBody = (event: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  JSON.stringify({
    type: 'event_callback',
    team_id: 'T0LOOPBACK',
    event_id: 'Ev0001',
    authorizations: [{ user_id: 'U0MTGWBOT' }],
    ...more,
    event: { type: 'app_mention', user: 'U0ALICE', channel: 'C0MTGW', ts: '1.1', ...event },
  });
