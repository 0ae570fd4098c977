import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/* A small JSON server that only this machine can reach. */

export interface Call {
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  request: IncomingMessage;
  response: ServerResponse;
}

export type Reply =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | { file: Buffer; type: string }
  /** The handler keeps the response for itself (a stream). */
  | 'taken'
  /** Cut the connection without a word, as a platform that went away. */
  | 'cut';

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/bot/:chat/messages/:id` */
  path: string;
  handle(call: Call): Reply | Promise<Reply>;
}

export interface Loopback {
  port: number;
  url: string;
  close(): Promise<void>;
}

const bodyLimit = 1024 * 1024;

/** Everything on the page comes from here, and no script or style of it is inline. */
const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; " +
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Listen on 127.0.0.1 only. Port 0 is any free one. Rejects when the port is taken. */
export async function listenOnLoopback(port: number, routes: Route[]): Promise<Loopback> {
  const server = createServer((request, response) => {
    void answer(server, routes, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const actual = (server.address() as AddressInfo).port;
  return {
    port: actual,
    url: `http://127.0.0.1:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  server: Server,
  routes: Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const reply = await route(server, routes, request, response);
    if (reply === 'taken') return;
    if (reply === 'cut') {
      request.socket.destroy();
      return;
    }
    send(response, reply);
  } catch (error) {
    const [status, sentence] =
      error instanceof BadCallError ? [error.status, error.message] : [500, String(error)];
    if (!response.headersSent) send(response, { status, body: { error: sentence } });
  }
}

/** The caller did something wrong; the status says what. */
export class BadCallError extends Error {
  override readonly name = 'BadCallError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function route(
  server: Server,
  routes: Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Reply> {
  const { port } = server.address() as AddressInfo;
  // A foreign page can make its own name point here (DNS rebinding); its Host header gives it away.
  const host = request.headers.host ?? '';
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) {
    throw new BadCallError(403, 'Open this page as http://127.0.0.1 or http://localhost.');
  }
  const url = new URL(request.url ?? '/', `http://${host}`);
  for (const candidate of routes) {
    const params = match(candidate.path, url.pathname);
    if (params === undefined || candidate.method !== request.method) continue;
    const body = request.method === 'GET' ? undefined : await readBody(request);
    return candidate.handle({ params, query: url.searchParams, body, request, response });
  }
  throw new BadCallError(404, `There is nothing at ${request.method} ${url.pathname}.`);
}

function match(path: string, actual: string): Record<string, string> | undefined {
  const wanted = path.split('/');
  const given = actual.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decode(value);
    else if (part !== value) return undefined;
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new BadCallError(400, 'The address is not well formed.');
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new BadCallError(413, `At most ${bodyLimit} bytes are taken.`);
    chunks.push(chunk);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new BadCallError(400, 'The body is not JSON.');
  }
}

function send(response: ServerResponse, reply: Exclude<Reply, 'taken' | 'cut'>): void {
  if ('file' in reply) {
    response.writeHead(200, { ...securityHeaders, 'content-type': reply.type });
    response.end(reply.file);
    return;
  }
  const body = JSON.stringify(reply.body ?? {});
  response.writeHead(reply.status, {
    ...securityHeaders,
    'content-type': 'application/json; charset=utf-8',
    ...reply.headers,
  });
  response.end(body);
}

/** Is this the secret that was agreed? Takes equally long whatever was sent. */
export function carriesBearer(request: IncomingMessage, secret: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${secret}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
