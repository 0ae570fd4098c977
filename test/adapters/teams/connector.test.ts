import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { TeamsAdapter } from '../../../src/adapters/teams/cloud-adapter';
import { createConnector, type Patience } from '../../../src/adapters/teams/connector';
import { settle } from '../../../src/adapters/teams/options';
import { appId, silent, tenantId } from './teams-harness';

type Step = (request: IncomingMessage, response: ServerResponse) => void;

const answer =
  (status: number, headers: Record<string, string> = {}, body: object = { id: '1' }): Step =>
  (_request, response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));
const silence: Step = () => {};
const hangUp: Step = (request) => void request.socket.destroy();

interface Seen {
  url: string;
  authorization: string;
}

/** A connector that answers in turn as told, then well. */
async function serve(...steps: Step[]) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', authorization: request.headers.authorization ?? '' });
    request.resume().once('end', () => (steps.shift() ?? answer(201))(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { seen, serviceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/teams/` };
}

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function connect(patience?: Patience) {
  let count = 1;
  const token = {
    get: () => Promise.resolve(`token-${count}`),
    forget: () => void (count += 1),
  };
  const settings = settle({
    appId,
    tenantId,
    credentials: { password: 'x' },
    log: silent,
    references: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
  });
  const stopping = new AbortController();
  const parts = { adapter: new TeamsAdapter(settings, token), token, log: silent };
  const connector = createConnector(parts, stopping.signal, patience);
  const send = (serviceUrl: string, targeted = false) =>
    connector({ serviceUrl, targeted }, 'a message', (conversations, options) =>
      conversations.sendToConversation('19:a@b;messageid=1', { type: 'message' }, options),
    );
  return { send, stopping };
}

test.each([412, 503])('a call that ends with %i comes again', async (status) => {
  const { seen, serviceUrl } = await serve(answer(status));
  expect(await connect().send(serviceUrl)).toMatchObject({ id: '1' });
  expect(seen).toHaveLength(2);
});

test.each([400, 403, 404, 501])('a call that is refused with %i does not', async (status) => {
  const { seen, serviceUrl } = await serve(answer(status, {}, { error: { code: 'Why' } }));
  await expect(connect().send(serviceUrl)).rejects.toThrow(
    `Teams refused a message (${status} Why).`,
  );
  expect(seen).toHaveLength(1);
});

test('an absence that the library does not wait for is waited for', async () => {
  const { seen, serviceUrl } = await serve(hangUp, hangUp, hangUp, hangUp, hangUp);
  await connect().send(serviceUrl);
  expect(seen).toHaveLength(6);
}, 60_000);

test('an absence that lasts ends in an error that does not tell the token', async () => {
  const { serviceUrl } = await serve(hangUp, hangUp, hangUp, hangUp);
  const lost = connect({ callMs: 60_000, longestMs: 1 }).send(serviceUrl);
  const error: unknown = await lost.catch((reason: unknown) => reason);
  const told = inspect(error, { depth: 20 });
  expect(told).toContain('socket hang up');
  expect(told).not.toContain('token-1');
}, 60_000);

test('a second refusal of the token is final', async () => {
  const { seen, serviceUrl } = await serve(answer(401), answer(401));
  await expect(connect().send(serviceUrl)).rejects.toThrow('401');
  expect(seen.map((each) => each.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
});

test('a call that nobody answers comes again on another connection', async () => {
  const { seen, serviceUrl } = await serve(silence);
  await connect({ callMs: 1000, longestMs: 60_000 }).send(serviceUrl);
  expect(seen).toHaveLength(2);
});

test('a call that nobody ever answers ends', async () => {
  const { serviceUrl } = await serve(silence, silence, silence, silence);
  const lost = connect({ callMs: 300, longestMs: 600 }).send(serviceUrl);
  await expect(lost).rejects.toThrow('Teams does not take a message.');
});

test('an answer that cannot be read is not asked for again, for that would show it twice', async () => {
  const torn: Step = (_request, response) =>
    void response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":');
  const { seen, serviceUrl } = await serve(torn);
  await expect(connect().send(serviceUrl)).rejects.toThrow('its answer cannot be read');
  expect(seen).toHaveLength(1);
});

test('stopping ends a wait that Teams asked for', async () => {
  const { seen, serviceUrl } = await serve(answer(429, { 'retry-after': '3600' }));
  const { send, stopping } = connect();
  const from = Date.now();
  const waiting = send(serviceUrl);
  setTimeout(() => stopping.abort(), 300);
  await expect(waiting).rejects.toThrow('Teams does not take a message.');
  expect(Date.now() - from).toBeLessThan(30_000);
  expect(seen).toHaveLength(1);
});

test('the token goes nowhere else when Teams points elsewhere', async () => {
  const other = await serve();
  const { serviceUrl } = await serve(answer(307, { location: other.serviceUrl }));
  await expect(connect().send(serviceUrl)).rejects.toThrow('307');
  expect(other.seen).toEqual([]);
});

test.each([
  [false, ''],
  [true, '?isTargetedActivity=true'],
])('the address of a message whose being targeted is %s', async (targeted, query) => {
  const { seen, serviceUrl } = await serve();
  await connect().send(serviceUrl, targeted);
  const path = '/teams/v3/conversations/19%3Aa%40b%3Bmessageid%3D1/activities';
  expect(seen).toMatchObject([{ url: `${path}${query}` }]);
});
