import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSentLog, type SentLog } from '../../../../src/sandbox/loopback/sent-log';
import type { TeamsLimits } from '../../../../src/sandbox/loopback/teams/options';
import { createSigner } from '../../../../src/sandbox/loopback/teams/signing';
import {
  type LoopbackTeams,
  startLoopbackTeams,
} from '../../../../src/sandbox/loopback/teams/start';

type Json = Record<string, unknown>;

export const channel = '19:mtgw@thread.tacv2';
export const tenantId = 'tenant-1';
const signers = Promise.all([createSigner(['msteams'])]);

/** A bot of a few lines, without any code of the real one. */
export interface Script {
  heard: { activity: Json; authorization: string }[];
  /** How it answers; undefined: not at all. */
  answer: (activity: Json) => { status: number; body?: unknown } | undefined;
  /** Call the connector with the bot's token. */
  call(
    method: string,
    path: string,
    body?: Json,
  ): Promise<{ status: number; json: Json; headers: Headers }>;
}

export interface Stage {
  platform: LoopbackTeams;
  sent: SentLog;
  bot: Script;
  close(): Promise<void>;
}

export async function setStage(
  limits: Partial<TeamsLimits> = {},
  isAway: () => boolean = () => false,
): Promise<Stage> {
  const heard: Script['heard'] = [];
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      response.writeHead(405).end();
      return;
    }
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const activity = JSON.parse(text) as Json;
      heard.push({ activity, authorization: request.headers.authorization ?? '' });
      const answer = bot.answer(activity);
      if (answer === undefined) return;
      response
        .writeHead(answer.status)
        .end(answer.body === undefined ? '' : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const messagesUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const sent = createSentLog();
  const platform = await startLoopbackTeams({
    members: [
      { name: 'alice', id: 'aad-alice' },
      { name: 'bob', id: 'aad-bob' },
    ],
    channels: [{ name: '#mtgw', id: channel }],
    sent,
    messagesUrl: () => (isAway() ? undefined : messagesUrl),
    appId: 'app-1',
    tenantId,
    password: 'secret-1',
    signers: await signers,
    limits: { giveUpMs: 4000, rate: false, ...limits },
  });
  const bot: Script = {
    heard,
    answer: () => ({ status: 200, body: { statusCode: 200, type: 'x', value: '' } }),
    async call(method, path, body) {
      const token = await askToken(platform);
      const response = await fetch(`${platform.serviceUrl}v3/conversations${path}`, {
        method,
        headers: { authorization: `Bearer ${String(token.json['access_token'])}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, headers: response.headers, json: await jsonOf(response) };
    },
  };
  return {
    platform,
    sent,
    bot,
    async close() {
      await platform.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export async function askToken(platform: LoopbackTeams, change: Record<string, string> = {}) {
  const form = {
    grant_type: 'client_credentials',
    client_id: 'app-1',
    client_secret: 'secret-1',
    scope: platform.endpoints.tokenScope,
    ...change,
  };
  const response = await fetch(platform.endpoints.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return { status: response.status, json: await jsonOf(response) };
}

async function jsonOf(response: Response): Promise<Json> {
  const text = await response.text();
  return text === '' ? {} : (JSON.parse(text) as Json);
}

export const cardActivity = (body: Json[], more: Json = {}): Json => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: { type: 'AdaptiveCard', version: '1.5', body },
    },
  ],
  ...more,
});

export const text = (value: string): Json => ({ type: 'TextBlock', text: value });
