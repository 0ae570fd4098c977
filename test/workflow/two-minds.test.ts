import { createPeople } from '../../src/world/people';
import { execute } from '../../src/workflow/execute';
import { reconcile } from '../../src/workflow/reconcile';
import { vote } from '../../src/workflow/vote';
import { type RedisServer, startRedis } from '../redis-server';
import { audit, type Line, openLine } from './line-harness';

/* Two workers whose people.yaml differ, as while a new one is rolled out: one counts bob's vote, the other does not. */

let server: RedisServer;
let line: Line;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  line = await openLine(server.url);
});
afterEach(() => line.close());

/** CR-1 as the worker with the newer file leaves it, and the older one's parts. */
async function runByTheNewer() {
  const older = { ...line.parts };
  line.parts.people = createPeople({ bob: { name: 'Bob', groups: [] } });
  expect((await line.run()).state).toBe('pending');
  return { older, newer: line.parts };
}

it('what one of them sends back for votes is not approved again by the other, and said once', async () => {
  const { older, newer } = await runByTheNewer();
  for (let round = 0; round < 3; round++) {
    await reconcile(older);
    const { run, state } = await line.now();
    if (state === 'queued') await execute(newer, { request: 'CR-1', run });
  }
  const request = await line.now();
  expect(request.state).toBe('pending');
  const said = request.timeline.filter(({ sentence }) => /is not approved any more/.test(sentence));
  expect(said).toHaveLength(1);
  expect(said[0]?.sentence).toMatch(/It waits for a vote\.$/);
  expect(line.cmdlets).toBe(0);
});

it('a person who votes again settles it, even with the same vote', async () => {
  const { older } = await runByTheNewer();
  const pending = await line.now();
  const fingerprint = pending.plan?.fingerprint ?? '';
  const ballot = { person: 'bob', chat: 'slack' as const, choice: 'approve' as const, fingerprint };
  expect((await vote(older, pending, ballot)).state).toBe('queued');
  await execute(older, { request: 'CR-1', run: (await line.now()).run });
  expect((await line.now()).state).toBe('unconfirmed');
});

it('a vote that was written just before its process died is acted on', async () => {
  const { older } = await runByTheNewer();
  const pending = await line.now();
  const fingerprint = pending.plan?.fingerprint ?? '';
  const dead = { ...older, store: { ...older.store } };
  const move = older.store.move;
  dead.store.move = (from, next, entry) =>
    next.state === 'approved' ? Promise.reject(new Error('kill -9')) : move(from, next, entry);
  const ballot = { person: 'bob', chat: 'teams' as const, choice: 'approve' as const, fingerprint };
  const first = { ...pending, votes: [] };
  await older.store.move(pending, first, audit);
  await expect(vote(dead, await line.now(), ballot)).rejects.toThrow('kill -9');
  expect((await line.now()).state).toBe('pending');
  await reconcile(older);
  expect((await line.now()).state).toBe('queued');
});

it('a denial counts whoever is asked', async () => {
  const { older, newer } = await runByTheNewer();
  const pending = await line.now();
  const fingerprint = pending.plan?.fingerprint ?? '';
  const ballot = { person: 'bob', chat: 'slack' as const, choice: 'deny' as const, fingerprint };
  const denial = { ...ballot, reason: 'not today' };
  await expect(vote(newer, pending, denial)).rejects.toThrow(/Only members of network-leads/);
  expect((await vote(older, pending, denial)).state).toBe('denied');
});
