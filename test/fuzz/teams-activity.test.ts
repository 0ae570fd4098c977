import fc from 'fast-check';
import { activityShape, tenantsOf } from '../../src/adapters/teams/activity';
import { pressVerb, submitVerb } from '../../src/adapters/teams/card-action';
import { createFormPlaces } from '../../src/adapters/teams/form-place';
import { readInbound } from '../../src/adapters/teams/inbound';
import type { Inbound } from '../../src/ports/chat';
import { anyData, changed } from './any-data';
import { cases, patienceMs } from './cases';
import { expectInbound } from './inbound';
import { quickly } from './outcome';

const places = createFormPlaces('a secret of the bot');

/* What comes in as from Teams, behind its token: whatever it looks like, it is an event or nothing. */

const bot = { id: '28:bot', name: 'mtgw' };
const tenant = { id: '11111111-0000-4000-8000-000000000000' };
const message = {
  type: 'message',
  id: '1700000000001',
  timestamp: '2026-01-01T00:00:00.000Z',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  from: { id: '29:1raw', name: 'Alice', aadObjectId: '00000000-0000-4000-8000-00000000a11c' },
  recipient: bot,
  conversation: {
    id: '19:abc@thread.tacv2;messageid=17',
    tenantId: tenant.id,
    conversationType: 'channel',
  },
  channelData: { tenant },
  text: '<at>mtgw</at> /mtgw help <at>Bob</at>',
  entities: [
    { type: 'mention', mentioned: bot, text: '<at>mtgw</at>' },
    { type: 'mention', mentioned: { id: '29:bob' }, text: '<at>Bob</at>' },
  ],
};
const invoke = (verb: string, data: object) => ({
  ...message,
  type: 'invoke',
  name: 'adaptiveCard/action',
  id: undefined,
  replyToId: '1700000000009',
  value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
});
const press = { action: 'deny', value: 'CR-7 abc', reason: 'the far end is not ready' };
const form = { context: 'add-s2s', 'field.tenant': 'contoso', 'field.psk': 'hunter2-hunter2' };

const doors: [string, object, Inbound['kind']][] = [
  ['a message', message, 'command'],
  ['a press', invoke(pressVerb, press), 'press'],
  ['a sent form', invoke(submitVerb, form), 'submit'],
  [
    'a press of an old client',
    { ...message, text: undefined, value: press, replyToId: '17' },
    'press',
  ],
];

function read(body: unknown): Inbound | undefined {
  const parsed = activityShape.safeParse(body);
  return parsed.success ? readInbound(parsed.data, places) : undefined;
}

test.each(doors)('%s as Teams sends it is an event', (_, activity, kind) => {
  expect(read(JSON.parse(JSON.stringify(activity)))).toMatchObject({ kind });
});

test('a press with 20,000 lists in each other is known again like any other', () => {
  const lists = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000)) as unknown;
  const { value, ...rest } = invoke(pressVerb, press);
  const { id: _, ...deep } = { ...rest, value: { ...value, lists } };
  expect(read(deep)).toMatchObject({ kind: 'press', id: read({ ...deep, value })?.id });
});

test.each(doors)(
  '%s of any shape is an event or nothing',
  (_, activity) => {
    const any = fc.oneof({ arbitrary: changed(activity), weight: 4 }, anyData);
    fc.assert(
      fc.property(any, (body) => {
        expectInbound(
          quickly(() => read(body)),
          'teams',
        );
        const { success, data } = activityShape.safeParse(body);
        if (success) for (const id of tenantsOf(data)) expect(typeof id).toBe('string');
      }),
      { numRuns: cases },
    );
  },
  patienceMs,
);
