import { createSentLog } from '../../../../src/sandbox/loopback/sent-log';
import type { LoopbackSlack } from '../../../../src/sandbox/loopback/slack/slack';
import { type Bot, call as callApi, startBot, view, workspaceFor, botToken } from './workspace';

describe('the Slack on this machine', () => {
  let slack: LoopbackSlack;
  let bot: Bot;
  let statuses: number[];
  const sent = createSentLog();
  beforeEach(async () => {
    statuses = [];
    bot = await startBot(statuses);
    slack = await workspaceFor(() => bot.url, sent);
  });
  afterEach(async () => {
    await slack.close();
    await bot.close();
  });

  const call = (method: string, body: object, token?: string) =>
    callApi(slack, method, body, token);
  const slash = async (): Promise<URLSearchParams> => {
    slack.say('alice', '#mtgw', '/mtgw help');
    await slack.settled();
    return new URLSearchParams(bot.got.at(-1)?.body);
  };

  test.each([
    ['a wrong token', 'auth.test', {}, 'invalid_auth', 'xoxb-2'],
    ['no token', 'auth.test', {}, 'not_authed', ''],
    ['a method that nobody has', 'usergroups.list', {}, 'unknown_method', botToken],
    [
      'an unknown channel',
      'chat.postMessage',
      { channel: 'C1', text: 'x' },
      'channel_not_found',
      botToken,
    ],
    ['nothing to say', 'chat.postMessage', { channel: 'C0MTGW' }, 'no_text', botToken],
    [
      'bad blocks',
      'chat.postMessage',
      { channel: 'C0MTGW', text: 'x', blocks: [{ type: 'marquee' }] },
      'invalid_blocks',
      botToken,
    ],
    [
      'a thread that is gone',
      'chat.postMessage',
      { channel: 'C0MTGW', text: 'x', thread_ts: '1.1' },
      'thread_not_found',
      botToken,
    ],
    [
      'a message that is gone',
      'chat.update',
      { channel: 'C0MTGW', ts: '1.1', text: 'x' },
      'message_not_found',
      botToken,
    ],
    ['an unknown person', 'conversations.open', { users: 'U1' }, 'user_not_found', botToken],
    ['an unknown trigger', 'views.open', { trigger_id: '1', view }, 'invalid_trigger_id', botToken],
  ])('refuses %s', async (_what, method, body, error, token) => {
    expect(await call(method, body, token)).toMatchObject({ ok: false, error });
  });

  test('opens one view for a trigger, and none after its time', async () => {
    const trigger_id = (await slash()).get('trigger_id');
    expect(await call('views.open', { trigger_id, view })).toMatchObject({ ok: true });
    const again = await call('views.open', { trigger_id, view });
    expect(again).toMatchObject({ error: 'exchanged_trigger_id' });
    const late = (await slash()).get('trigger_id');
    await new Promise((resolve) => setTimeout(resolve, 450));
    const answer = await call('views.open', { trigger_id: late, view });
    expect(answer).toMatchObject({ error: 'expired_trigger_id' });
  });

  test('takes five answers at a response address', async () => {
    const url = (await slash()).get('response_url') ?? '';
    const body = JSON.stringify({ response_type: 'ephemeral', replace_original: false, text: 'x' });
    const post = async () => (await fetch(url, { method: 'POST', body })).status;
    for (let n = 1; n <= 5; n += 1) expect(await post()).toBe(200);
    expect(await post()).toBe(404);
    expect(slack.standing()).toHaveLength(5);
  });

  test('an ephemeral message is seen by one person and can not be edited', async () => {
    const posted = await call('chat.postEphemeral', {
      channel: 'C0MTGW',
      user: 'U0BOB',
      text: 'x',
    });
    expect(slack.standing()).toMatchObject([{ visibleTo: 'bob' }]);
    const ts = posted['message_ts'];
    const update = await call('chat.update', { channel: 'C0MTGW', ts, text: 'y' });
    expect(update).toMatchObject({ error: 'message_not_found' });
  });

  test('brings an event again with the same id, three times at most, and a command never', async () => {
    statuses.push(500, 500, 500, 500, 500, 500);
    slack.say('alice', '#mtgw', '@mtgw help');
    await slack.settled();
    const events = bot.got.splice(0);
    expect(new Set(events.map(({ body }) => JSON.parse(body).event_id)).size).toBe(1);
    expect(events.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([
      undefined,
      '1',
      '2',
      '3',
    ]);
    slack.say('alice', '#mtgw', '/mtgw help');
    await slack.settled();
    expect(bot.got).toHaveLength(1);
  });

  test('shows markup as a client would, so that a test sees what data does', async () => {
    const text = '*bold* <!channel> <http://x.example|here> &lt;b&gt; :tada:';
    await call('chat.postMessage', { channel: 'C0MTGW', text });
    expect(slack.standing()[0]?.text).toBe('bold (mention channel) here <b> (emoji tada)');
  });

  test('keeps what was sent in its log, with what nobody sees', async () => {
    const button = {
      type: 'button',
      text: { type: 'plain_text', text: 'Go' },
      value: 'v1',
      action_id: 'a1',
    };
    const blocks = [{ type: 'actions', elements: [button] }];
    await call('chat.postMessage', { channel: 'C0MTGW', text: 'x', blocks });
    expect(sent.messages().at(-1)).toMatchObject({
      chat: 'slack',
      place: '#mtgw',
      text: 'x\n[Go]',
      unseen: 'a1 v1',
      edited: false,
    });
    await call('chat.postMessage', { channel: 'D0BOB', text: 'y' });
    expect(sent.messages().at(-1)).toMatchObject({ place: 'direct', visibleTo: 'bob' });
  });

  test('knows whether the bot answers, and finds it again by itself', async () => {
    const until = async (isHere: boolean) => {
      const end = Date.now() + 8000;
      while (slack.isHere() !== isHere && Date.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect(slack.isHere()).toBe(isHere);
    };
    await until(true);
    const old = bot;
    await old.close();
    slack.say('alice', '#mtgw', '/mtgw help');
    await until(false);
    bot = await startBot([]);
    await until(true);
  });

  test('waits for a bot that comes later when it is told to, and else does not', async () => {
    let url: string | undefined;
    const patient = await workspaceFor(() => url, sent, { holdMs: 10_000 });
    patient.say('alice', 'mtgw', '/mtgw help');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(bot.got).toEqual([]);
    url = bot.url;
    await patient.settled();
    expect(bot.got).toHaveLength(1);
    await patient.close();
  });
});
