import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asObject, asText, type Json } from './json';
import { lookUps } from './look-ups';
import type { Trouble } from './trouble';
import { addEphemeral, ApiError, methods, readContent, type SlackState } from './web-api';

export interface SlackServer {
  /** `http://127.0.0.1:<port>` */
  url: string;
  close(): Promise<void>;
}

const bodyLimit = 4 * 1024 * 1024;

interface Reply {
  status: number;
  body: Json;
  headers?: Record<string, string>;
}

/** Slack's own addresses, for this machine alone: the Web API, and where response addresses lead. */
export async function serveSlack(
  port: number,
  botToken: string,
  state: SlackState,
  trouble: Trouble,
): Promise<SlackServer> {
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => request.socket.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readText(request);
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (trouble.isAway()) {
      request.socket.destroy();
      return;
    }
    const reply = path.startsWith('/api/')
      ? callMethod(path.slice('/api/'.length), request, text)
      : respond(path, text);
    if (path.startsWith('/api/') && reply.status === 200 && trouble.takeLostReply()) {
      request.socket.destroy();
      return;
    }
    const type = { 'content-type': 'application/json; charset=utf-8' };
    response.writeHead(reply.status, { ...type, ...reply.headers });
    response.end(JSON.stringify(reply.body));
  }

  function callMethod(name: string, request: IncomingMessage, text: string): Reply {
    const seconds = trouble.takeLimit();
    if (seconds !== undefined) {
      const headers = { 'retry-after': String(seconds) };
      return { status: 429, body: { ok: false, error: 'ratelimited' }, headers };
    }
    try {
      if (request.method !== 'POST') throw new ApiError('invalid_post_type');
      const body = readBody(request.headers['content-type'] ?? '', text);
      const { authorization = `Bearer ${asText(body['token'])}` } = request.headers;
      if (authorization.trim() === 'Bearer') throw new ApiError('not_authed');
      if (authorization !== `Bearer ${botToken}`) throw new ApiError('invalid_auth');
      const all = { ...methods, ...lookUps };
      const method = Object.hasOwn(all, name) ? all[name] : undefined;
      if (method === undefined) throw new ApiError('unknown_method');
      return { status: 200, body: { ok: true, ...method(state, body) } };
    } catch (error) {
      return refuse(error, 200);
    }
  }

  function respond(path: string, text: string): Reply {
    try {
      const [, kind, , secret = ''] = path.split('/');
      if (kind !== 'commands' && kind !== 'actions') return { status: 404, body: { ok: false } };
      const grant = state.grants.useResponse(secret);
      if (typeof grant === 'string') throw new ApiError(grant);
      const body = asObject(JSON.parse(text));
      if (body['response_type'] !== 'ephemeral' || body['replace_original'] !== false) {
        throw new ApiError('invalid_arguments', ['the bot answers one person here, anew']);
      }
      const thread = grant.thread === undefined ? {} : { thread: grant.thread };
      const content = { ...readContent(state, body), ...thread };
      addEphemeral(state, grant.channel, grant.member.name, content);
      return { status: 200, body: { ok: true } };
    } catch (error) {
      return refuse(error, 404);
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refuse(error: unknown, status: number): Reply {
  if (!(error instanceof ApiError)) throw error;
  const messages = error.details.map((detail) => `[ERROR] ${detail}`);
  const more = messages.length === 0 ? {} : { response_metadata: { messages } };
  return { status, body: { ok: false, error: error.message, ...error.more, ...more } };
}

/** Slack takes JSON, and forms in which lists and objects are JSON again. */
function readBody(type: string, text: string): Json {
  if (type.startsWith('application/json')) return asObject(JSON.parse(text));
  const body: Json = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const isStructured = name === 'blocks' || name === 'view' || name === 'attachments';
    body[name] = isStructured ? JSON.parse(value) : value;
  }
  return body;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new Error('The body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
