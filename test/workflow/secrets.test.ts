import type { SecretRef } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { operations } from '../../src/ops/catalog';
import type { ChangeOperation } from '../../src/ops/operation';
import type { Vault } from '../../src/ports/vault';
import type { Records } from '../../src/workflow/parts';
import { deadSecret, sealSecrets } from '../../src/workflow/secrets';
import { auditOf, disconnectAll, freshRecords, requestOf } from '../adapters/redis/fixture';
import { aPlan, policy } from '../approvals/request-fixture';
import { type RedisServer, startRedis } from '../redis-server';

/* Which key a removal would put back, over a real vault that opens nothing to the workflow. */

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(() => server.stop());

const removal = operations.find(({ name }) => name === 'remove-s2s') as ChangeOperation;
const object = { tenant: 'contoso', site: 'hq' };

async function openParts() {
  const { store, vault } = await freshRecords(server);
  const closed: Vault = {
    ...vault,
    open: () => Promise.reject(new Error('the workflow opened a secret')),
  };
  const parts = { store, vault: closed, settings: { keepKeysMs: 60_000 } } as unknown as Records;
  return { parts, store, vault };
}

type Opened = Awaited<ReturnType<typeof openParts>>;

/** A change that was asked now, and ended at that time with that key. */
async function ended(
  { store, vault }: Opened,
  id: string,
  at: number,
  change: Partial<ChangeRequest> = {},
): Promise<SecretRef> {
  const psk = await vault.seal(`the key of ${id}`, id, 60_000, 'made');
  const request = requestOf(id, { args: { ...object, psk }, startedRun: 1, ...change });
  const made = await store.create(request, auditOf(id));
  const end = { ...made, state: change.state ?? ('kept' as const), stateSince: at };
  await store.move(made, end, auditOf(id));
  return psk;
}

async function keyOfUndo({ parts, vault }: Opened): Promise<string | undefined> {
  const given = { typed: {}, carried: {} };
  const refs = await sealSecrets(parts, removal, { id: 'CR-9', texts: object, policy }, given);
  const ref = refs['psk'];
  if (ref === undefined || ref.origin === 'made') return 'a new one';
  return vault.open(ref);
}

it('is sealed again inside the vault: the workflow never has it in its hands', async () => {
  const opened = await openParts();
  await ended(opened, 'CR-1', 100);
  expect(await keyOfUndo(opened)).toBe('the key of CR-1');
});

it('is that of the change that ran last, not of the one that was asked last', async () => {
  const opened = await openParts();
  // Asked first and run last: in between somebody removed the tunnel by hand.
  await ended(opened, 'CR-1', 300);
  await ended(opened, 'CR-2', 200);
  expect(await keyOfUndo(opened)).toBe('the key of CR-1');
});

it('is a new one after a removal that ran last, whichever was asked last', async () => {
  const opened = await openParts();
  await ended(opened, 'CR-1', 300, { operation: 'remove-s2s' });
  await ended(opened, 'CR-2', 200);
  expect(await keyOfUndo(opened)).toBe('a new one');
});

it.each([
  ['applied', 'the key of CR-2'],
  ['not-applied', 'the key of CR-1'],
  ['foreign', 'a new one'],
] as const)('of a change that a person closed counts by what was read: %s', async (found, key) => {
  const opened = await openParts();
  await ended(opened, 'CR-1', 100);
  await ended(opened, 'CR-2', 200, { state: 'closed', found });
  expect(await keyOfUndo(opened)).toBe(key);
});

it('of a change that was closed before it ran is on no gateway', async () => {
  const opened = await openParts();
  await ended(opened, 'CR-1', 100);
  await ended(opened, 'CR-2', 200, { state: 'closed', startedRun: 0 });
  expect(await keyOfUndo(opened)).toBe('the key of CR-1');
});

it('that a plan needs is looked for without opening it', async () => {
  const { parts, vault } = await openParts();
  const key = await vault.seal('a key', 'CR-1', 60_000);
  const plan = aPlan();
  const steps = plan.steps.map((step) => ({ ...step, parameters: { SharedSecret: key } }));
  expect(await deadSecret(parts, { ...plan, steps })).toBe(false);
  await vault.drop(key);
  expect(await deadSecret(parts, { ...plan, steps })).toBe(true);
});
