import { UserError } from '../../src/errors';
import { execute, readFor } from '../../src/workflow/execute';
import { type RedisServer, startRedis } from '../redis-server';
import { fail } from './fail';
import { type Line, openLine } from './line-harness';

/* A change that may end by itself, like a dial that nobody answers. */

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

const mayEnd = () => {
  line.parts.operations = [
    { ...line.operation(), ending: () => 'The dial ended: contoso-hq is down, error 809.' },
  ];
};

async function lookLater() {
  await readFor(line.parts, 'CR-1');
  const { run } = await line.now();
  await execute(line.parts, { request: 'CR-1', run });
  return line.now();
}

it('what ended by itself while it waited is undone with the reason, and no cmdlet runs for that', async () => {
  mayEnd();
  expect((await line.run()).state).toBe('unconfirmed');
  line.readings.after = null;
  const request = await lookLater();
  expect(request).toMatchObject({ state: 'undone', tookBack: 0, due: {} });
  expect(request.timeline.map(({ sentence }) => sentence)).toContain(
    'The dial ended: contoso-hq is down, error 809.',
  );
  expect(line.cmdlets).toBe(1);
});

it('what ended before it was first looked at is undone with the same reason', async () => {
  mayEnd();
  line.readings.after = null;
  const request = await line.run();
  expect(request).toMatchObject({ state: 'undone', tookBack: 0 });
  expect(request.timeline.map(({ sentence }) => sentence).join(' ')).toMatch(
    /The dial ended: contoso-hq is down, error 809\. Undoing\./,
  );
});

it('what came back meanwhile is taken back by its cmdlet', async () => {
  mayEnd();
  await line.run();
  line.readings.after = null;
  await readFor(line.parts, 'CR-1');
  line.readings.after = { there: true };
  const { run } = await line.now();
  await execute(line.parts, { request: 'CR-1', run });
  expect((await line.now()).state).toBe('undone');
  expect(line.cmdlets).toBe(2);
});

it('whose end cannot be read is not as planned, and is no fault of the bot', async () => {
  const taken = new UserError('The name is taken by another tenant.');
  line.parts.operations = [{ ...line.operation(), ending: () => fail(taken) }];
  line.readings.after = null;
  expect(await line.run()).toMatchObject({ state: 'undone', tookBack: 0 });
});

it('what somebody else made of it is still left to a person', async () => {
  mayEnd();
  await line.run();
  line.readings.after = { there: 'but different' };
  expect(await lookLater()).toMatchObject({ state: 'stuck', found: 'foreign' });
});

it('a change that cannot end by itself and is gone is left to a person', async () => {
  await line.run();
  line.readings.after = null;
  expect(await lookLater()).toMatchObject({ state: 'stuck', found: 'not-applied' });
});
