import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SentLog } from '../../../../src/sandbox/loopback/sent-log';
import type { SlackLimits } from '../../../../src/sandbox/loopback/slack/limits';
import {
  type LoopbackSlack,
  startLoopbackSlack,
} from '../../../../src/sandbox/loopback/slack/slack';

export interface Got {
  headers: Record<string, unknown>;
  body: string;
}

export const signingSecret = 'secret';
export const botToken = 'xoxb-1';

/** A bot of a few lines that keeps what it got, and answers as it is told. */
export async function startBot(statuses: number[]) {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (body.includes('url_verification')) return response.end();
      got.push({ headers: request.headers, body });
      return response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  return { got, url, close: () => new Promise((resolve) => server.close(resolve)) };
}

export type Bot = Awaited<ReturnType<typeof startBot>>;

/** A small workspace whose requests go to that bot. */
export function workspaceFor(
  url: () => string | undefined,
  sent: SentLog,
  limits: Partial<SlackLimits> = {},
): Promise<LoopbackSlack> {
  return startLoopbackSlack({
    members: [
      { name: 'alice', id: 'U0ALICE' },
      { name: 'bob', id: 'U0BOB' },
    ],
    channels: [{ name: 'mtgw', id: 'C0MTGW' }],
    sent,
    eventsUrl: url,
    signingSecret,
    botToken,
    limits: { retryMs: [0, 50, 100], triggerMs: 400, ackMs: 1000, responseMs: 60_000, ...limits },
  });
}

/** A call of the Web API. */
export async function call(slack: LoopbackSlack, method: string, body: object, token = botToken) {
  const response = await fetch(`${slack.url}${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, unknown>;
}

export const view = {
  type: 'modal',
  title: { type: 'plain_text', text: 'Form' },
  blocks: [{ type: 'divider' }],
};
