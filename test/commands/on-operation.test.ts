import { join } from 'node:path';
import type { Policy } from '../../approvals/policy';
import { createEars } from '../../src/commands/hear';
import { readConfig } from '../../src/config/directory';
import { operations } from '../../src/ops/catalog';
import { packageRoot } from '../../src/package-root';
import type { Answer } from '../../src/ports/chat';
import type { ChangeQueue } from '../../src/ports/queue';
import type { ChatParts } from '../../src/workflow/parts';
import { type RedisServer, startRedis } from '../redis-server';
import { type Line, openLine } from '../workflow/line-harness';

/* What a person may do with one tenant only, typed without saying which. */

let server: RedisServer;
let line: Line;
beforeAll(async () => {
  server = await startRedis();
  line = await openLine(server.url);
});
afterAll(async () => {
  await line.close();
  await server.stop();
});

const { inventory } = readConfig(join(packageRoot, 'src', 'sandbox', 'config'));
const tenants = Object.keys(inventory.tenants);

/** What alice gets for a bare `add-s2s` where she may change these tenants. */
async function typed(
  rule: { tenants?: string[]; requesters: string[] },
  text = 'add-s2s',
  queue: Partial<ChangeQueue> = {},
): Promise<string> {
  const got: string[] = [];
  const answer: Answer = {
    say: async ({ summary }) => void got.push(summary),
    working: async () => {},
    form: async ({ title, place }) => void got.push(`form ${title} for ${place}`),
  };
  const policy: Policy = {
    version: 1,
    readers: ['network-engineers'],
    tenantReaders: {},
    calls: { groups: {}, trouble: [] },
    rules: [
      {
        name: 'A change needs one approver of network-leads',
        when: rule.tenants === undefined ? {} : { tenants: rule.tenants },
        requesters: rule.requesters,
        approvers: [{ group: 'network-leads', count: 1 }],
        expires: { afterMinutes: 60, warnMinutesBefore: 10 },
        confirmWithinMinutes: 30,
      },
    ],
  };
  const more = { inventory, operations, policy, chats: {}, taken: { take: async () => true } };
  const parts: ChatParts = {
    ...line.parts,
    ...more,
    queue: { ...line.parts.queue, ...queue },
    offerKey: async () => '',
  };
  await createEars(parts)(
    {
      id: 'Ev1',
      from: { chat: 'slack', id: 'U0ALICE' },
      where: { chat: 'slack', channel: '#mtgw' },
      kind: 'command',
      text,
    },
    answer,
  );
  return got.join('\n');
}

it.each(tenants)(
  'who may change %s alone gets the form, wherever it stands in the inventory',
  async (tenant) => {
    expect(await typed({ tenants: [tenant], requesters: ['network-engineers'] })).toBe(
      'form add-s2s for mtgw',
    );
  },
);

it('who may change no tenant is told so, and gets no form', async () => {
  expect(await typed({ requesters: ['security'] })).toMatch(/alice may not ask for this/);
});

it('where no rule covers any tenant that is told', async () => {
  const nobody = { tenants: ['nobody'], requesters: ['network-engineers'] };
  expect(await typed(nobody)).toMatch(/^No rule of the policy covers add-s2s for tenant contoso/);
});

describe('what the words and the inventory settle', () => {
  const anybody = { requesters: ['network-engineers'] };
  const asked: string[] = [];
  const queue: Partial<ChangeQueue> = {
    servedBy: async () => 1,
    ask: async (_gateway, { kind, operation }) => {
      asked.push(`${kind} ${operation}`);
      return { kind: 'completion', completion: { kind: 'ask', args: {}, because: 'By a worker.' } };
    },
  };
  beforeEach(() => asked.splice(0));

  it.each([
    ['add-s2s tenant=contoso site=hq', ''],
    ['remove-s2s tenant=contoso site=branch', ''],
    ['add-s2s tenant=contoso site=nowhere', 'form add-s2s for mtgw'],
    ['set-s2s tenant=contoso site=branch', 'form set-s2s for mtgw'],
  ])('is asked of no worker: %s', async (text, told) => {
    expect(await typed(anybody, text, queue)).toMatch(told);
    expect(asked).toEqual([]);
  });

  it.each([
    'add-s2s tenant=contoso',
    'remove-s2s tenant=contoso',
    'add-bgp-peer tenant=contoso site=hq',
  ])('is not enough for %s, which a worker completes', async (text) => {
    await typed(anybody, text, queue);
    expect(asked).toEqual([`complete ${text.split(' ')[0]}`]);
  });

  it('is told to nobody as asked where no worker serves the gateway', async () => {
    const idle = { ...queue, servedBy: async () => 0 };
    const before = await line.parts.store.open();
    expect(await typed(anybody, 'add-s2s tenant=contoso site=hq', idle)).toMatch(
      /^No worker serves gw1 now\. Start one that is configured for it\./,
    );
    expect(await line.parts.store.open()).toEqual(before);
  });
});
