import type { ChangeRequest } from '../../approvals/request';
import { foreignStep } from '../fakes/foreign-step';
import { type RedisServer, startRedis } from '../redis-server';
import { type Line, openLine } from './line-harness';

/* What runs is what was voted on, whatever stands in the record. */

let server: RedisServer;
let line: Line;
beforeAll(async () => {
  server = await startRedis();
});
beforeEach(async () => {
  line = await openLine(server.url);
});
afterEach(() => line.close());
afterAll(async () => await server.stop());

/** The same request with something else in its plan, and the fingerprint left as it was. */
function forged(request: ChangeRequest, change: object): ChangeRequest {
  if (request.plan === undefined) throw new Error('no plan');
  return { ...request, plan: { ...request.plan, ...change } };
}

test.each<[string, (request: ChangeRequest) => object]>([
  ['one more step', ({ plan }) => ({ steps: [foreignStep, ...(plan?.steps ?? [])] })],
  [
    'another way back',
    ({ plan }) => ({ steps: plan?.steps.map((s) => ({ ...s, undo: [foreignStep] })) }),
  ],
  ['another gateway', () => ({ gateway: 'gw2' })],
  ['no end that cannot be taken back', () => ({ irreversible: 'so' })],
])('a plan with %s than was voted on is not run', async (_, change) => {
  const { store } = line.parts;
  const { get, create } = store;
  line.parts.store = {
    ...store,
    get,
    create: (request, audit) => create(forged(request, change(request)), audit),
  };
  const left = await line.run();
  expect(left).toMatchObject({ state: 'queued', startedRun: 0 });
  expect(line.cmdlets).toBe(0);
});

test('a plan that was changed after the change is not taken back by it', async () => {
  const applied = await line.run();
  expect(applied.state).toBe('unconfirmed');
  expect(line.cmdlets).toBe(1);
  const steps = applied.plan?.steps.map((step) => ({ ...step, undo: [foreignStep] }));
  const audit = { at: 1, actor: 'alice', action: 'request.noted', detail: {} };
  await line.parts.store.move(applied, forged(applied, { steps }), audit);
  expect(await line.undo()).toMatchObject({ state: 'undoing' });
  expect(line.cmdlets).toBe(1);
});

test('as it was voted on it runs', async () => {
  expect((await line.run()).state).toBe('unconfirmed');
  expect(line.cmdlets).toBe(1);
});
