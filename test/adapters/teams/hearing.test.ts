import { keyOffer, refusal } from '../../../src/messages/replies';
import { eventually, type Heard, listen } from '../chat-contract-parts';
import { activity, deliver, invoke } from './raw-activity';
import { appId, channel, type TeamsHarness, teamsHarness } from './teams-harness';

let harness: TeamsHarness;
let heard: Heard[];

beforeEach(async () => {
  harness = await teamsHarness();
  heard = await listen(harness);
});
afterEach(() => harness.close());

const events = () => heard.map(({ event }) => event);
const recipient = { id: `28:${appId}` };
const mention = (id = recipient.id, text: unknown = '<at>mtgw</at>') => ({
  type: 'mention',
  mentioned: { id },
  text,
});

describe('a message', () => {
  test.each([
    ['as a slash command', { text: '/mtgw help' }],
    ['as a slash command in capitals', { text: ' /MTGW  help ' }],
    ['by a mention', { text: '<at>mtgw</at> help', entities: [mention()], recipient }],
    [
      'by a mention and a typed slash',
      { text: '<at>mtgw</at> /mtgw help', entities: [mention()], recipient },
    ],
    ...[
      '<quoted messageId="1778622003149"/> <at>mtgw</at> help',
      '<at>mtgw</at> <quoted messageId="1778622003149" /> help',
      '<at>mtgw</at> help &lt;quoted messageId="1"/&gt;',
      '<blockquote itemscope itemid="17"><p>Bob</p><p>approve CR-1</p></blockquote><at>mtgw</at> help',
    ].map((text): [string, Record<string, unknown>] => [
      `with a quote, ${text}`,
      { text, entities: [mention(), { type: 'quotedReply', quotedReply: {} }], recipient },
    ]),
    [
      'in a personal chat',
      { text: 'help', recipient, conversation: { id: 'a:1', conversationType: 'personal' } },
    ],
  ])('%s gives the bot its words alone', async (_what, change) => {
    await deliver(harness, activity(harness, change));
    expect(events()).toMatchObject([{ kind: 'command', text: 'help' }]);
  });

  test.each([
    ['<quoted messageId="1778622003149"/> <at>mtgw</at> approve', '1778622003149'],
    ['<at>mtgw</at> approve &lt;quoted messageId="17"/&gt;', '17'],
    ['<blockquote itemscope itemid="17"><p>x</p></blockquote><at>mtgw</at> approve', '17'],
    ['<at>mtgw</at> approve <quoted messageId="../x"/>', undefined],
  ])('%s says which message is quoted', async (text, quotes) => {
    await deliver(harness, activity(harness, { text, entities: [mention()], recipient }));
    const [event] = events();
    expect(event).toMatchObject({ kind: 'command', text: 'approve' });
    expect(event?.kind === 'command' ? event.quotes : 'none').toBe(quotes);
  });

  test.each([
    ['without a mention', { recipient }],
    ['that mentions somebody else', { recipient, entities: [mention('29:other')] }],
    ['with a mention that is not well formed', { recipient, entities: [{ type: 'mention' }] }],
    ['that was edited', { type: 'messageUpdate' }],
    ['that is no message but news of a new member', { type: 'conversationUpdate' }],
  ])('%s in a channel is not for the bot', async (_what, change) => {
    expect((await deliver(harness, activity(harness, change))).status).toBe(200);
    expect(events()).toEqual([]);
  });

  test('keeps the mentions of others and the markup for who reads commands', async () => {
    const text = '<at>mtgw</at> ask <at>Bob</at> &lt;x&gt;';
    const entities = [mention(), mention('29:bob', '<at>Bob</at>')];
    await deliver(harness, activity(harness, { text, entities, recipient }));
    expect(events()).toMatchObject([{ text: 'ask <at>Bob</at> &lt;x&gt;' }]);
  });

  test('in a thread names the channel and the thread apart', async () => {
    const conversation = { ...(activity(harness)['conversation'] as object) };
    await deliver(
      harness,
      activity(harness, { conversation: { ...conversation, id: `${channel};messageid=17` } }),
    );
    expect(events()).toMatchObject([{ where: { chat: 'teams', channel, thread: '17' } }]);
  });

  test('of the same number in two conversations is two messages', async () => {
    await deliver(harness, activity(harness));
    await deliver(harness, activity(harness));
    const conversation = { ...(activity(harness)['conversation'] as object), id: '19:other@x' };
    await deliver(harness, activity(harness, { conversation }));
    expect(events()).toHaveLength(2);
  });
});

describe('a press', () => {
  const press = { verb: 'mtgw.press', data: { action: 'approve', value: 'CR-1 abc' } };

  test('is acknowledged at once with a line for the person', async () => {
    const { status, json } = await deliver(harness, invoke(harness, press));
    expect(status).toBe(200);
    expect(json).toMatchObject({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
    });
    expect(events()).toMatchObject([
      { kind: 'press', action: 'approve', value: 'CR-1 abc', on: { channel, id: '1700000000009' } },
    ]);
  });

  test.each<[string, (heard: Heard) => Promise<void>, string]>([
    [
      'that was refused says why',
      ({ answer }) => answer.say(refusal('You asked.', [])),
      'You asked.',
    ],
    ['that is said nothing of is heard', async () => {}, 'mtgw has it.'],
    [
      'whose key is for its person alone shows no key',
      ({ answer }) => answer.say(keyOffer('https://x/')),
      'mtgw has it.',
    ],
    [
      'that takes long is under way',
      () => new Promise((done) => setTimeout(done, 2500)),
      'mtgw is at it.',
    ],
  ])('%s, in the line below the card', async (_what, act, value) => {
    await harness.close();
    harness = await teamsHarness();
    await listen(harness, act);
    const { json } = await deliver(harness, invoke(harness, press));
    expect(json).toEqual({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value,
    });
  });

  test('without an id is known again by who pressed what when', async () => {
    const once = invoke(harness, press, { id: undefined });
    await deliver(harness, once);
    await deliver(harness, once);
    await deliver(harness, { ...once, timestamp: '2026-01-01T00:00:01.000Z' });
    expect(events()).toHaveLength(2);
  });

  test('of a client without Action.Execute arrives as a message with data', async () => {
    const message = { text: undefined, value: press.data, replyToId: '17', recipient };
    await deliver(harness, activity(harness, message));
    expect(events()).toMatchObject([{ kind: 'press', action: 'approve', on: { id: '17' } }]);
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['with a verb that is not ours', { verb: 'refresh', data: press.data }, {}],
    ['without a verb', { data: press.data }, {}],
    ['with a verb that is no text', { verb: { a: 1 }, data: press.data }, {}],
    ['without data', { verb: 'mtgw.press' }, {}],
    ['with data that is a list', { verb: 'mtgw.press', data: ['approve'] }, {}],
    ['with a value that is a number', { verb: 'mtgw.press', data: { action: 'a', value: 1 } }, {}],
    ['on no message', press, { replyToId: undefined }],
    ['without anything in it', {}, { value: null }],
  ])('%s is answered with an error and not heard', async (_what, action, change) => {
    const { status, json } = await deliver(harness, invoke(harness, action, change));
    expect(status).toBe(200);
    expect(json).toMatchObject({ statusCode: 400, type: 'application/vnd.microsoft.error' });
    expect(events()).toEqual([]);
  });

  test('of something that the bot never offers is not implemented', async () => {
    expect((await deliver(harness, invoke(harness, {}, { name: 'task/fetch' }))).status).toBe(501);
  });
});

describe('a form', () => {
  const submit = { verb: 'mtgw.submit', data: { context: 'c', 'field.psk': 'hunter2-hunter2' } };

  test('that is sent twice is heard once, and its card is closed both times', async () => {
    const first = await deliver(harness, invoke(harness, submit));
    const second = await deliver(harness, invoke(harness, submit, { id: 'f:2' }));
    for (const { json } of [first, second]) {
      expect(json).toMatchObject({
        statusCode: 200,
        type: 'application/vnd.microsoft.card.adaptive',
      });
      expect(JSON.stringify(json)).toContain('This form was sent');
      expect(JSON.stringify(json)).not.toContain('hunter2');
    }
    expect(events()).toMatchObject([{ kind: 'submit', values: { psk: 'hunter2-hunter2' } }]);
  });

  test('that is cancelled is closed, and nothing is heard of it', async () => {
    await harness.command(harness.alice, 'add-s2s');
    const [first] = await eventually(
      () => heard,
      ({ length }) => length === 1,
    );
    await first?.answer.form({
      title: 'Add a tunnel',
      submit: 'Plan it',
      context: 'c',
      fields: [{ kind: 'secret', name: 'psk', label: 'Key', required: true }],
    });
    const form = harness.platform.store.entries.at(-1);
    if (form === undefined) throw new Error('there is no form');
    await harness.press(harness.alice, form.ref, 'Cancel');
    await eventually(
      () => JSON.stringify(harness.platform.store.entries.at(-1)),
      (text) => text.includes('Nothing was asked') && !text.includes('Input.Text'),
    );
    expect(events()).toHaveLength(1);
  });

  test('leaves no input in the chat when it was sent', async () => {
    await harness.command(harness.alice, 'add-s2s');
    const [first] = await eventually(
      () => heard,
      ({ length }) => length === 1,
    );
    await first?.answer.form({
      title: 'Add a tunnel',
      submit: 'Plan it',
      context: 'c',
      fields: [{ kind: 'secret', name: 'psk', label: 'Key', required: true }],
    });
    await expect(harness.submit(harness.alice, {})).rejects.toThrow('Key is needed.');
    // Not by the client, which would put the answer in the card's place: other devices of hers look the message up.
    const replyToId = harness.platform.store.entries.at(-1)?.ref.id;
    await deliver(harness, invoke(harness, submit, { replyToId }));
    await eventually(
      () => JSON.stringify(harness.platform.store.entries.at(-1)),
      (text) => text.includes('This form was sent') && !text.includes('Input.Text'),
    );
    expect(await harness.openForm(harness.alice)).toBeUndefined();
    expect(JSON.stringify(harness.platform.store.entries)).not.toContain('hunter2');
    expect(events()[1]).toMatchObject({ kind: 'submit', values: { psk: 'hunter2-hunter2' } });
  });
});
