import { askToken, cardActivity, channel, setStage, type Stage, tenantId, text } from './platform';

let stage: Stage;
afterEach(() => stage.close());

const said = cardActivity([text('hello')]);
const thread = (id: string) => `/${encodeURIComponent(`${channel};messageid=${id}`)}/activities`;
const inChannel = `/${encodeURIComponent(channel)}/activities`;
const begin = { isGroup: true, channelData: { channel: { id: channel } }, tenantId };

describe('identity', () => {
  test.each([
    ['secret', { client_secret: 'wrong' }, 401, 'invalid_client'],
    ['app', { client_id: 'other' }, 400, 'unauthorized_client'],
    ['scope', { scope: 'https://graph.microsoft.com/.default' }, 400, 'invalid_scope'],
    ['grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ])('gives no token for another %s', async (_what, change, status, error) => {
    stage = await setStage();
    expect(await askToken(stage.platform, change)).toEqual({ status, json: { error } });
  });

  test.each(['', 'Bearer ', 'Bearer made-up', 'Basic made-up'])(
    'a call with %p is not let in',
    async (authorization) => {
      stage = await setStage();
      const url = `${stage.platform.serviceUrl}v3/conversations`;
      const response = await fetch(url, { method: 'POST', headers: { authorization } });
      expect(response.status).toBe(401);
    },
  );

  test('only this machine can reach it, and a token counts until it is revoked', async () => {
    stage = await setStage();
    expect(new URL(stage.platform.serviceUrl).hostname).toBe('127.0.0.1');
    const { json } = await askToken(stage.platform);
    stage.platform.revokeTokens();
    const response = await fetch(`${stage.platform.serviceUrl}v3/conversations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${String(json['access_token'])}` },
    });
    expect(response.status).toBe(401);
  });
});

describe('the connector', () => {
  const memberOf = async (id: string) =>
    (await stage.bot.call('GET', `/${encodeURIComponent(channel)}/members/${id}`)).json;

  test('begins a thread in a channel and a conversation with one person, and nothing else', async () => {
    stage = await setStage();
    const { call } = stage.bot;
    const begun = await call('POST', '', { ...begin, activity: said });
    expect(begun).toMatchObject({ status: 201, json: { activityId: expect.any(String) } });
    expect(begun.json['id']).toBe(`${channel};messageid=${String(begun.json['activityId'])}`);
    const { id } = await memberOf('aad-alice');
    const one = { isGroup: false, members: [{ id }], tenantId };
    const direct = await call('POST', '', one);
    expect(direct.json['id']).toMatch(/^a:/);
    expect((await call('POST', '', one)).json).toEqual(direct.json);
    for (const wrong of [
      begin,
      { ...begin, channelData: { channel: { id: '19:x@thread.tacv2' } }, activity: said },
      { ...one, members: [{ id: 'aad-alice' }] },
      { ...one, members: [{ id }, { id }] },
      { ...one, isGroup: true },
    ]) {
      expect((await call('POST', '', wrong)).json).toMatchObject({ error: { code: 'BadSyntax' } });
    }
    expect((await call('POST', '', { ...one, tenantId: 'other' })).status).toBe(403);
  });

  test('shows a targeted message to its recipient alone, and lets it be edited as such alone', async () => {
    stage = await setStage();
    const { call } = stage.bot;
    const { id: recipient } = await memberOf('aad-bob');
    const sent = await call('POST', `${inChannel}?isTargetedActivity=true`, {
      ...said,
      recipient: { id: recipient },
    });
    const at = `${inChannel}/${String(sent.json['id'])}`;
    expect(stage.sent.messages()).toMatchObject([
      { place: '#mtgw', visibleTo: 'bob', text: 'hello' },
    ]);
    expect((await call('PUT', at, said)).status).toBe(404);
    const withRecipient = { ...said, recipient: { id: recipient } };
    expect((await call('PUT', `${at}?isTargetedActivity=true`, withRecipient)).status).toBe(400);
    const edit = cardActivity([text('changed')]);
    expect((await call('PUT', `${at}?isTargetedActivity=true`, edit)).status).toBe(200);
    expect(stage.sent.messages()[1]).toMatchObject({
      edited: true,
      text: 'changed',
      visibleTo: 'bob',
    });
    expect((await call('DELETE', `${at}?isTargetedActivity=true`)).status).toBe(200);
    expect((await call('PUT', `${at}?isTargetedActivity=true`, edit)).status).toBe(404);
  });

  test('takes no targeted message without a member, nor in a personal chat', async () => {
    stage = await setStage();
    const { call } = stage.bot;
    expect((await call('POST', `${inChannel}?isTargetedActivity=true`, said)).status).toBe(400);
    const { id } = await memberOf('aad-alice');
    const direct = await call('POST', '', { isGroup: false, members: [{ id }], tenantId });
    const there = `/${encodeURIComponent(String(direct.json['id']))}/activities`;
    const targeted = { ...said, recipient: { id } };
    expect((await call('POST', `${there}?isTargetedActivity=true`, targeted)).status).toBe(400);
    expect((await call('POST', there, said)).status).toBe(201);
    expect(stage.sent.messages()).toMatchObject([{ place: 'direct', visibleTo: 'alice' }]);
  });

  test('knows no other conversation, thread, member or message', async () => {
    stage = await setStage();
    const { call } = stage.bot;
    expect((await call('POST', '/19%3Ax/activities', said)).status).toBe(404);
    expect((await call('POST', thread('17'), said)).status).toBe(404);
    expect((await call('PUT', `${inChannel}/17`, said)).status).toBe(404);
    expect((await memberOf('aad-nobody'))['error']).toMatchObject({
      code: 'MemberNotFoundInConversation',
    });
  });

  test('lets the bot change no words of a person', async () => {
    stage = await setStage();
    stage.platform.say('alice', '#mtgw', 'mine');
    const id = stage.platform.store.entries[0]?.ref.id;
    expect((await stage.bot.call('PUT', `${inChannel}/${id}`, said)).status).toBe(403);
    expect((await stage.bot.call('DELETE', `${inChannel}/${id}`)).status).toBe(403);
  });

  const action = { type: 'Action.Execute', title: 'A', verb: 'v' };
  test.each([
    ['nothing to show', { type: 'message' }],
    ['another type', { ...said, type: 'event' }],
    ['an element that does not exist', cardActivity([{ type: 'Heading', text: 'x' }])],
    ['an input without id', cardActivity([{ type: 'Input.Text' }])],
    [
      'seven actions beside each other',
      cardActivity([{ type: 'ActionSet', actions: Array.from({ length: 7 }, () => action) }]),
    ],
    [
      'an unknown action in a column',
      cardActivity([
        {
          type: 'ColumnSet',
          columns: [{ items: [{ type: 'ActionSet', actions: [{ type: 'Action.Run' }] }] }],
        },
      ]),
    ],
  ])('takes no activity with %s', async (_what, activity) => {
    stage = await setStage();
    expect((await stage.bot.call('POST', inChannel, activity)).status).toBe(400);
  });

  test('takes no more than 100 KB', async () => {
    stage = await setStage();
    const big = cardActivity([text('x'.repeat(100 * 1024))]);
    expect(await stage.bot.call('POST', inChannel, big)).toMatchObject({
      status: 413,
      json: { error: { code: 'MessageSizeTooBig' } },
    });
  });

  test('takes seven messages a second into one thread, then says how long to wait', async () => {
    stage = await setStage({ rate: true });
    const all = await Promise.all(
      Array.from({ length: 20 }, () => stage.bot.call('POST', inChannel, said)),
    );
    const limited = all.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThan(0);
    expect(all.length - limited.length).toBeGreaterThanOrEqual(7);
    for (const { headers } of limited) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    }
  });

  test('does as told: waits once, loses one reply, is away for a while', async () => {
    stage = await setStage();
    const { call } = stage.bot;
    const { trouble } = stage.platform;
    trouble.limitNextCall(3);
    const limited = await call('POST', inChannel, said);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '3']);
    trouble.loseNextReply();
    await expect(call('POST', inChannel, said)).rejects.toThrow();
    expect(stage.sent.messages()).toHaveLength(1);
    trouble.goAway(400);
    await expect(call('POST', inChannel, said)).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 450));
    expect((await call('POST', inChannel, said)).status).toBe(201);
  });
});
