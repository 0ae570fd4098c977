import { viewProblems } from './check-view';
import type { Deliveries, Parcel } from './deliver';
import { asObject, asText, type Json } from './json';
import type { OpenView } from './views';
import type { SlackState } from './web-api';

export type Sending = Parcel;

/** Send a filled modal. The acknowledgement says what becomes of it; without one it stays open, as in Slack. */
export async function submit(
  { views, deliveries }: SlackState & { deliveries: Deliveries },
  open: OpenView,
  parcel: Parcel,
): Promise<void> {
  open.isSent = true;
  const answer = await deliveries.send(parcel);
  open.isSent = false;
  if (!answer.acknowledged) return;
  const response = answer.body.trim() === '' ? {} : readResponse(answer.body);
  const view = asObject(response['view']);
  if (asText(response['response_action']) === 'update' && viewProblems(view).length === 0) {
    views.replace(open, view);
    return;
  }
  views.close(open);
}

function readResponse(body: string): Json {
  try {
    return asObject(JSON.parse(body));
  } catch {
    return {};
  }
}
