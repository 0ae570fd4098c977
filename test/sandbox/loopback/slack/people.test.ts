import { createSentLog } from '../../../../src/sandbox/loopback/sent-log';
import type { LoopbackSlack } from '../../../../src/sandbox/loopback/slack/slack';
import { type Bot, call as callApi, startBot, view, workspaceFor } from './workspace';

describe('people in the Slack on this machine', () => {
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

  test('takes no slash command in a thread, and no other one anywhere', async () => {
    const { ts } = await call('chat.postMessage', { channel: 'C0MTGW', text: 'root' });
    expect(slack.say('alice', '#mtgw', '/mtgw help', String(ts))).toMatchObject({ ok: false });
    expect(slack.say('alice', '#mtgw', '/other help')).toMatchObject({ ok: false });
    expect(slack.say('alice', '#mtgw', 'just talk')).toEqual({ ok: true, heard: false });
    expect(slack.say('mallory', '#mtgw', '/mtgw help')).toMatchObject({ ok: false });
    await slack.settled();
    expect(bot.got).toEqual([]);
  });

  test('a press sends what is hidden from that person too, as anybody could', async () => {
    const button = { type: 'button', text: { type: 'plain_text', text: 'Go' }, value: 'v1' };
    const blocks = [{ type: 'actions', elements: [button] }];
    await call('chat.postEphemeral', { channel: 'C0MTGW', user: 'U0BOB', text: 'x', blocks });
    expect(slack.press('alice', 'go')).toMatchObject({ ok: true });
    await slack.settled();
    const payload = JSON.parse(new URLSearchParams(bot.got[0]?.body).get('payload') ?? '{}');
    expect(payload).toMatchObject({ user: { id: 'U0ALICE' }, actions: [{ value: 'v1' }] });
    expect(payload.container).toMatchObject({ is_ephemeral: true });
    expect(slack.press('alice', 'Stop')).toMatchObject({ ok: false });
  });

  test('a form is checked as a client does before it is sent', async () => {
    const option = (value: string) => ({ text: { type: 'plain_text', text: value }, value });
    const label = (text: string) => ({ type: 'plain_text', text });
    const blocks = [
      {
        type: 'input',
        label: label('Far end'),
        element: { type: 'plain_text_input', action_id: 'destination' },
      },
      {
        type: 'input',
        optional: true,
        label: label('Site'),
        element: {
          type: 'static_select',
          action_id: 'site',
          options: [option('hq'), option('lab')],
        },
      },
      {
        type: 'input',
        optional: true,
        label: label('Sure'),
        element: { type: 'checkboxes', action_id: 'sure', options: [option('true')] },
      },
    ];
    const trigger_id = (await slash()).get('trigger_id');
    const modal = { ...view, submit: label('Send'), private_metadata: 'm1', blocks };
    expect(await call('views.open', { trigger_id, view: modal })).toMatchObject({ ok: true });
    expect(sent.messages().at(-1)).toMatchObject({
      text: 'Form\nFar end *: \nSite:  (hq | lab)\nSure:  (true)\n[Send]',
      visibleTo: 'alice',
    });
    expect(sent.messages().at(-1)?.unseen).toContain('m1');
    const fill = (values: Record<string, string>) => slack.fill('alice', values);
    expect(fill({})).toEqual({ ok: false, error: 'Far end is needed.' });
    expect(fill({ destination: 'x', site: 'moon' })).toMatchObject({
      error: 'Site is none of the choices.',
    });
    expect(fill({ color: 'red' })).toMatchObject({ ok: false });
    expect(slack.fill('bob', {})).toMatchObject({ error: 'No form is open for bob.' });
    expect(slack.hasForm('alice')).toBe(true);
    expect(fill({ 'far end': 'x', site: 'LAB', sure: 'yes' })).toMatchObject({ ok: true });
    await slack.settled();
    expect(slack.hasForm('alice')).toBe(false);
    const payload = JSON.parse(new URLSearchParams(bot.got.at(-1)?.body).get('payload') ?? '{}');
    expect(Object.values(payload.view.state.values)).toEqual([
      { destination: { type: 'plain_text_input', value: 'x' } },
      { site: { type: 'static_select', selected_option: option('lab') } },
      { sure: { type: 'checkboxes', selected_options: [option('true')] } },
    ]);
  });

  test('a form stays open when its submission is not acknowledged', async () => {
    const trigger_id = (await slash()).get('trigger_id');
    await call('views.open', { trigger_id, view });
    statuses.push(500);
    slack.fill('alice', {});
    await slack.settled();
    expect(slack.hasForm('alice')).toBe(true);
  });
});
