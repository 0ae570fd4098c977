import { claimsFor, type Signer } from '../../../src/sandbox/loopback/teams/signing';
import { begun } from '../chat-contract-parts';
import { alice, appId, channel, keys, type TeamsHarness, tenantId } from './teams-harness';

type Json = Record<string, unknown>;

/** Alice says something to the bot in its channel; `change` lays other properties over it. */
export function activity({ platform }: TeamsHarness, change: Json = {}): Json {
  return {
    type: 'message',
    id: '1700000000001',
    timestamp: '2026-01-01T00:00:00.000Z',
    channelId: 'msteams',
    serviceUrl: platform.serviceUrl,
    from: { id: '29:1raw', name: 'Alice', aadObjectId: alice.id },
    recipient: { id: `28:${appId}`, name: 'mtgw', isTargeted: true },
    conversation: { id: channel, tenantId, conversationType: 'channel', isGroup: true },
    channelData: { tenant: { id: tenantId } },
    text: 'help',
    ...change,
  };
}

/** Alice presses something on the message 1700000000009. */
export function invoke(harness: TeamsHarness, action: Json, change: Json = {}): Json {
  return activity(harness, {
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: 'f:1',
    replyToId: '1700000000009',
    value: { action: { type: 'Action.Execute', ...action }, trigger: 'manual' },
    ...change,
  });
}

export interface Sending {
  claims?: Json;
  signer?: Signer;
  /** Instead of a signed token. */
  authorization?: string;
  headers?: Record<string, string>;
}

/** Bring it to the bot as Teams would, signed as Teams does unless told otherwise. */
export async function deliver(harness: TeamsHarness, body: Json, sending: Sending = {}) {
  const [teams] = await keys();
  const claims = { ...claimsFor(appId, harness.platform.serviceUrl), ...sending.claims };
  const authorization = sending.authorization ?? `Bearer ${(sending.signer ?? teams).sign(claims)}`;
  const response = await fetch(harness.messagesUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(authorization === '' ? {} : { authorization }),
      ...sending.headers,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  await begun();
  return { status: response.status, text, json: text === '' ? undefined : tryJson(text) };
}

function tryJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
