import { createPublicKey, createVerify, type JsonWebKey } from 'node:crypto';
import { cardActivity, channel, setStage, type Stage, tenantId, text } from './platform';

let stage: Stage;
afterEach(() => stage.close());

const inChannel = `/${encodeURIComponent(channel)}/activities`;
const execute = (title: string, data = {}) => ({ type: 'Action.Execute', title, verb: 'v', data });
const asking = {
  type: 'Action.ShowCard',
  title: 'Deny',
  card: {
    type: 'AdaptiveCard',
    version: '1.5',
    body: [
      { type: 'Input.Text', id: 'reason', label: 'Why?', isRequired: true },
      { type: 'ActionSet', actions: [execute('Send', { a: 1 })] },
    ],
  },
};
const offer = cardActivity([
  text('CR-1 waits'),
  { type: 'ActionSet', actions: [execute('Approve', { value: 'CR-1' }), asking] },
]);
const form = cardActivity([
  { type: 'Input.Text', id: 'field.name', label: 'Name', isRequired: true, value: 'hq' },
  { type: 'Input.Text', id: 'field.psk', label: 'Key', style: 'password', value: 'leaked' },
  {
    type: 'Input.ChoiceSet',
    id: 'field.site',
    label: 'Site',
    choices: [{ title: 'Laboratory', value: 'lab' }],
  },
  { type: 'Input.Toggle', id: 'field.all', title: 'All', value: 'false' },
  { type: 'ActionSet', actions: [execute('Plan it', { context: 'c' })] },
]);

const heard = () => stage.bot.heard.map(({ activity }) => activity);

async function sendTo(person: string, activity: Record<string, unknown>) {
  const { call } = stage.bot;
  const member = await call('GET', `/${encodeURIComponent(channel)}/members/aad-${person}`);
  const recipient = { id: member.json['id'] };
  await call('POST', `${inChannel}?isTargetedActivity=true`, { ...activity, recipient });
}

describe('what a person says', () => {
  test('with /mtgw is between them and the bot, with @mtgw everybody reads it', async () => {
    stage = await setStage();
    expect(stage.platform.say('alice', 'mtgw', '/mtgw help')).toEqual({ ok: true, heard: true });
    await stage.platform.settled();
    stage.platform.say('alice', '#mtgw', '@mtgw add a<b & c');
    await stage.platform.settled();
    const [slash, mention] = heard();
    expect(slash).toMatchObject({
      type: 'message',
      text: '/mtgw help',
      recipient: { isTargeted: true },
      conversation: { id: channel, conversationType: 'channel', tenantId },
      from: { name: 'alice', aadObjectId: 'aad-alice' },
    });
    expect(mention).toMatchObject({
      text: '<at>mtgw</at> add a&lt;b &amp; c',
      conversation: { id: `${channel};messageid=${String(mention?.['id'])}` },
      entities: [{ type: 'mention', mentioned: { id: '28:app-1' } }],
    });
    expect(mention?.['recipient']).not.toHaveProperty('isTargeted');
    expect(stage.platform.store.entries.map(({ visibleTo }) => visibleTo)).toEqual([
      'alice',
      undefined,
    ]);
  });

  test('in a channel to nobody is not for the bot, in the personal chat everything is', async () => {
    stage = await setStage();
    expect(stage.platform.say('alice', '#mtgw', 'lunch?')).toEqual({ ok: true, heard: false });
    stage.platform.say('alice', 'direct', 'help');
    await stage.platform.settled();
    expect(heard()).toMatchObject([
      { text: 'help', conversation: { conversationType: 'personal' } },
    ]);
  });

  test.each([
    ['nobody', '#mtgw', '/mtgw help', undefined, /Nobody here/],
    ['alice', '#other', '/mtgw help', undefined, /no channel/],
    ['alice', '#mtgw', '/other help', undefined, /not a command/],
    ['alice', '#mtgw', '@mtgw help', '17', /thread does not exist/],
  ])('by %s in %s: %s (thread %s) is refused', async (who, place, line, thread, error) => {
    stage = await setStage();
    const outcome = stage.platform.say(who, place, line, thread);
    expect(outcome).toEqual({ ok: false, error: expect.stringMatching(error) });
  });

  test('is signed for the bot with a published key', async () => {
    stage = await setStage();
    stage.platform.say('alice', 'direct', 'help');
    await stage.platform.settled();
    const token = stage.bot.heard[0]?.authorization.replace('Bearer ', '') ?? '';
    const [header = '', payload = '', signature = ''] = token.split('.');
    const metadata = await fetch(stage.platform.endpoints.openIdMetadataUrl);
    const { jwks_uri } = (await metadata.json()) as { jwks_uri: string };
    const { keys } = (await (await fetch(jwks_uri)).json()) as {
      keys: (JsonWebKey & { kid: string; endorsements: string[] })[];
    };
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as object;
    const key = keys.find(({ kid }) => kid === (read(header) as { kid: string }).kid);
    if (key === undefined) throw new Error('the key is not published');
    const verify = createVerify('RSA-SHA256').update(`${header}.${payload}`);
    expect(verify.verify(createPublicKey({ key, format: 'jwk' }), signature, 'base64url')).toBe(
      true,
    );
    expect(key.endorsements).toEqual(['msteams']);
    expect(read(payload)).toMatchObject({
      iss: 'https://api.botframework.com',
      aud: 'app-1',
      serviceurl: stage.platform.serviceUrl,
    });
  });
});

describe('a press', () => {
  test('sends what the button carries, from the newest card of that label', async () => {
    stage = await setStage();
    await stage.bot.call('POST', inChannel, offer);
    const { json } = await stage.bot.call('POST', inChannel, offer);
    expect(stage.platform.press('bob', 'approve')).toEqual({ ok: true, heard: true });
    await stage.platform.settled();
    expect(heard()).toMatchObject([
      {
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: json['id'],
        value: { action: { verb: 'v', data: { value: 'CR-1' } } },
      },
    ]);
  });

  test('that asks for a reason sends it, and nothing without it', async () => {
    stage = await setStage();
    await stage.bot.call('POST', inChannel, offer);
    expect(stage.platform.press('bob', 'Deny')).toMatchObject({
      ok: false,
      error: expect.stringContaining('Why? is needed'),
    });
    stage.platform.press('bob', 'Deny', { reason: 'not today' });
    await stage.platform.settled();
    expect(heard()).toMatchObject([{ value: { action: { data: { a: 1, reason: 'not today' } } } }]);
  });

  test('finds no button that is not there', async () => {
    stage = await setStage();
    expect(stage.platform.press('bob', 'Approve')).toMatchObject({ ok: false });
  });
});

describe('a form', () => {
  test('is open for its recipient alone, shows no secret, and sends its inputs', async () => {
    stage = await setStage();
    await sendTo('alice', form);
    expect(stage.platform.hasForm('bob')).toBe(false);
    expect(stage.platform.fill('bob', {})).toMatchObject({ ok: false });
    expect(stage.sent.messages()[0]?.text).toBe(
      ['Name *: hq', 'Key: ', 'Site:  (Laboratory)', 'All: false', '[Plan it]'].join('\n'),
    );
    expect(stage.sent.messages()[0]?.unseen).toContain('leaked');
    expect(stage.platform.fill('alice', { name: ' ' })).toEqual({
      ok: false,
      error: 'Name is needed.',
    });
    expect(stage.platform.fill('alice', { site: 'mars' })).toMatchObject({ ok: false });
    expect(stage.platform.fill('alice', { planet: 'x' })).toMatchObject({ ok: false });
    stage.platform.fill('alice', { site: 'laboratory', all: 'yes', psk: 'typed' });
    await stage.platform.settled();
    expect(heard()).toMatchObject([
      {
        value: {
          action: {
            data: {
              context: 'c',
              'field.name': 'hq',
              'field.psk': 'typed',
              'field.site': 'lab',
              'field.all': 'true',
            },
          },
        },
      },
    ]);
  });

  test('is replaced by the card that the bot answers with', async () => {
    stage = await setStage();
    const value = { type: 'AdaptiveCard', version: '1.5', body: [text('Thank you.')] };
    const type = 'application/vnd.microsoft.card.adaptive';
    stage.bot.answer = () => ({ status: 200, body: { statusCode: 200, type, value } });
    await sendTo('alice', form);
    stage.platform.fill('alice', {});
    await stage.platform.settled();
    expect(stage.platform.hasForm('alice')).toBe(false);
    expect(stage.sent.messages().at(-1)).toMatchObject({ text: 'Thank you.', edited: true });
  });
});

describe('a delivery', () => {
  test('comes again with the same id until the bot takes it', async () => {
    stage = await setStage();
    let calls = 0;
    stage.bot.answer = () => ({ status: (calls += 1) < 3 ? 503 : 200 });
    stage.platform.say('alice', 'direct', 'help');
    await stage.platform.settled();
    const ids = heard().map(({ id }) => id);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
    expect(stage.platform.failures).toEqual([]);
  });

  test('is not repeated when the bot refuses it', async () => {
    stage = await setStage();
    stage.bot.answer = () => ({ status: 401 });
    stage.platform.say('alice', 'direct', 'help');
    await stage.platform.settled();
    expect(heard()).toHaveLength(1);
    expect(stage.platform.failures).toEqual(['401']);
  });

  test('to a bot that never answers is cut off, repeated and given up', async () => {
    stage = await setStage({ invokeMs: 200, giveUpMs: 900 });
    stage.bot.answer = () => undefined;
    stage.platform.say('alice', 'direct', 'help');
    await stage.platform.settled();
    expect(heard().length).toBeGreaterThan(1);
    expect(stage.platform.failures).toHaveLength(1);
  });

  test('waits for a bot that is away', async () => {
    let isAway = true;
    stage = await setStage({}, () => isAway);
    stage.platform.say('alice', 'direct', 'help');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(stage.platform.isHere()).toBe(false);
    isAway = false;
    await stage.platform.settled();
    expect(heard()).toHaveLength(1);
    expect(stage.platform.isHere()).toBe(true);
  });

  test('is made twice when asked for', async () => {
    stage = await setStage();
    stage.platform.trouble.repeatNextDelivery();
    stage.platform.say('alice', 'direct', 'one');
    await stage.platform.settled();
    stage.platform.say('alice', 'direct', 'two');
    await stage.platform.settled();
    expect(heard().map((activity) => activity['text'])).toEqual(['one', 'one', 'two']);
  });

  test('finds a bot that only just came up, before anybody spoke', async () => {
    stage = await setStage();
    const until = Date.now() + 8000;
    while (!stage.platform.isHere() && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(stage.platform.isHere()).toBe(true);
    expect(heard()).toEqual([]);
  });
});
