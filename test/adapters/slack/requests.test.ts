import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually, type Heard, listen, plain } from '../chat-contract-parts';
import { deliver, eventBody, sign, slashBody } from './signed-request';
import { signingSecret, type SlackHarness, slackHarness } from './slack-harness';

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';

describe('a request that comes in as from Slack', () => {
  let harness: SlackHarness;
  let heard: Heard[];
  beforeEach(async () => {
    harness = await slackHarness();
    heard = await listen(harness);
  });
  afterEach(() => harness.close());

  const send = (request: ReturnType<typeof sign>) => deliver(harness.eventsUrl, request);
  /** What comes after it shows that it was not heard. */
  const onlyTheNextIsHeard = async () => {
    await harness.command(harness.bob, 'next');
    await eventually(
      () => heard.length,
      (count) => count > 0,
    );
    expect(heard.map(({ event }) => event.from)).toEqual([harness.bob]);
  };

  test('is heard when it is signed', async () => {
    expect(await send(sign(slashBody(), signingSecret, form))).toEqual({ status: 200, body: '' });
    expect(heard[0]?.event).toMatchObject({ kind: 'command', text: 'help', id: '1.2.three' });
  });

  test('is answered at an address of Slack and nowhere else, whatever it says', async () => {
    let called = 0;
    const stranger = createServer((_request, response) => {
      called += 1;
      response.end();
    });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const { port } = stranger.address() as AddressInfo;
    const body = slashBody({ response_url: `http://127.0.0.1:${port}/commands/x` });
    await send(sign(body, signingSecret, form));
    await heard[0]?.answer.say(plain('for alice alone'));
    stranger.close();
    expect(called).toBe(0);
    expect(harness.slack.standing()).toMatchObject([{ visibleTo: 'alice' }]);
  });

  test('is refused with a wrong signature', async () => {
    expect((await send(sign(slashBody(), 'another secret', form))).status).toBe(401);
    expect(harness.logged.join('\n')).toMatch(/was not signed with MTGW_SLACK_SIGNING_SECRET/);
    await onlyTheNextIsHeard();
  });

  test('is refused when the body is not the signed one', async () => {
    const { headers } = sign(slashBody(), signingSecret, form);
    const body = slashBody({ text: 'remove-s2s tenant=contoso' });
    expect((await send({ headers, body })).status).toBe(401);
    await onlyTheNextIsHeard();
  });

  test('is refused without a signature', async () => {
    const { body } = sign(slashBody(), signingSecret, form);
    expect((await send({ headers: { 'content-type': form }, body })).status).toBe(401);
    await onlyTheNextIsHeard();
  });

  test('is refused when its timestamp is older than five minutes', async () => {
    const old = Math.floor(Date.now() / 1000) - 6 * 60;
    expect((await send(sign(slashBody(), signingSecret, form, old))).status).toBe(401);
    expect(harness.logged.join('\n')).toMatch(/5 minutes ago: is this machine's clock right\?/);
    await onlyTheNextIsHeard();
  });

  test.each([6 * 60, 365 * 86_400])(
    'is refused when it was signed for %i s later',
    async (ahead) => {
      const later = Math.floor(Date.now() / 1000) + ahead;
      expect((await send(sign(slashBody(), signingSecret, form, later))).status).toBe(401);
      expect(harness.logged.join('\n')).toMatch(/from now: is this machine's clock right\?/);
      await onlyTheNextIsHeard();
    },
  );

  test('is heard once when somebody plays it again', async () => {
    const recorded = sign(slashBody(), signingSecret, form);
    await send(recorded);
    expect((await send(recorded)).status).toBe(200);
    await harness.command(harness.bob, 'next');
    await eventually(
      () => heard.length,
      (count) => count > 1,
    );
    expect(heard).toHaveLength(2);
  });

  test('is heard once when Slack retries an event with the same id', async () => {
    const request = sign(eventBody({ text: '<@U0MTGWBOT> help' }), signingSecret, json);
    await send(request);
    const headers = { ...request.headers, 'x-slack-retry-num': '1' };
    expect((await send({ ...request, headers })).status).toBe(200);
    await harness.command(harness.bob, 'next');
    await eventually(
      () => heard.length,
      (count) => count > 1,
    );
    expect(heard).toHaveLength(2);
  });

  test.each([
    ['a command', sign(slashBody({ team_id: 'T0FOREIGN' }), signingSecret, form)],
    ['an event', sign(eventBody({ text: 'x' }, { team_id: 'T0FOREIGN' }), signingSecret, json)],
    [
      'a click',
      sign(
        new URLSearchParams({
          payload: JSON.stringify({
            type: 'block_actions',
            team: { id: 'T0FOREIGN' },
            user: { id: 'U0ALICE' },
            trigger_id: 'x',
            container: { message_ts: '1.1', channel_id: 'C0MTGW' },
            actions: [{ type: 'button', action_id: 'press.0', value: 'approve\n-\n\nCR-1' }],
          }),
        }).toString(),
        signingSecret,
        form,
      ),
    ],
  ])('is acknowledged but not heard when it is %s of another workspace', async (_what, request) => {
    expect((await send(request)).status).toBe(200);
    await onlyTheNextIsHeard();
    expect(harness.logged.join()).toContain('another workspace');
  });

  test.each([
    ['a mention', { type: 'app_mention' }],
    ['a direct message with a file', { type: 'message', channel: 'D1', subtype: 'file_share' }],
    [
      'an answer that goes to the channel too',
      { type: 'app_mention', subtype: 'thread_broadcast' },
    ],
  ])('is heard when it is %s', async (_what, event) => {
    const body = eventBody({
      ...event,
      text: '<@U0MTGW> health tenant=contoso',
      files: [{ id: 'F1' }],
    });
    await send(sign(body, signingSecret, json));
    await eventually(
      () => heard.length,
      (count) => count > 0,
    );
    expect(heard[0]?.event).toMatchObject({ kind: 'command' });
  });

  test('of a mention that was edited is no second command, and its person is told so alone', async () => {
    const edited = { user: 'U0ALICE', ts: '2.2' };
    const body = eventBody({ type: 'app_mention', text: 'disconnect-s2s site=hq', edited });
    await send(sign(body, signingSecret, json));
    await eventually(
      () => harness.slack.standing().length,
      (count) => count > 0,
    );
    expect(heard).toEqual([]);
    expect(harness.slack.standing()).toMatchObject([
      { visibleTo: 'alice', text: expect.stringMatching(/An edited message is not read/) },
    ]);
  });

  test.each([
    ['the person is of it', { team: null, user: { id: 'U0BOB', team_id: 'T0LOOPBACK' } }, 1],
    ['the person is of another one', { team: null, user: { id: 'U0BOB', team_id: 'T0X' } }, 0],
    ['nobody says', { team: null, user: { id: 'U0BOB' } }, 0],
  ])('a press without a workspace is heard where %s', async (_who, whose, times) => {
    const body = new URLSearchParams({
      payload: JSON.stringify({
        type: 'block_actions',
        ...whose,
        enterprise: { id: 'E1' },
        is_enterprise_install: true,
        trigger_id: 'grid',
        container: { message_ts: '1.1', channel_id: 'C0MTGW' },
        actions: [{ type: 'button', action_id: 'press.0', value: 'approve\n-\n\nCR-1' }],
      }),
    }).toString();
    expect((await send(sign(body, signingSecret, form))).status).toBe(200);
    await harness.command(harness.bob, 'next');
    await eventually(
      () => heard.length,
      (count) => count > times,
    );
    expect(heard.filter(({ event }) => event.kind === 'press')).toHaveLength(times);
  });

  test('is answered with its challenge when Slack verifies the address', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
    const answer = await send(sign(body, signingSecret, json));
    expect(answer).toEqual({ status: 200, body: '{"challenge":"abc"}' });
    expect((await send(sign(body, 'another secret', json))).status).toBe(401);
  });

  test.each([
    ['an event of a kind that nobody asked for', eventBody({ type: 'reaction_added' })],
    ['a message in a channel', eventBody({ type: 'message', channel_type: 'channel' })],
    ["the bot's own words", eventBody({ type: 'message', channel: 'D0ALICE', bot_id: 'B0' })],
    [
      'a changed message',
      eventBody({ type: 'message', channel: 'D1', subtype: 'message_changed' }),
    ],
    ['an event without a channel', eventBody({ channel: undefined })],
  ])('is acknowledged but not heard when it is %s', async (_what, body) => {
    expect((await send(sign(body, signingSecret, json))).status).toBe(200);
    await onlyTheNextIsHeard();
  });

  test('is refused before the bot listens and after it stopped, so that Slack tries again', async () => {
    await harness.chat.stop();
    expect((await send(sign(slashBody(), signingSecret, form))).status).toBe(503);
    expect(heard).toEqual([]);
  });

  test('is not found anywhere but at its address', async () => {
    const other = harness.eventsUrl.replace('/events', '/install');
    expect((await deliver(other, sign(slashBody(), signingSecret, form))).status).toBe(404);
  });

  test('leaves neither secrets nor what was typed in the log, whatever was wrong with it', async () => {
    const body = slashBody({ text: 'add-s2s psk=hunter2' });
    await send(sign(body, 'another secret', form));
    await send(sign(`${body}&team_id=T0FOREIGN`, signingSecret, form));
    await send(sign('{"psk":"hunter2"', signingSecret, json));
    await send(sign(slashBody({ text: 'psk=hunter2', user_id: '' }), signingSecret, form));
    const log = harness.logged.join('\n');
    expect(log).not.toBe('');
    for (const secret of ['hunter2', signingSecret, 'xoxb-']) expect(log).not.toContain(secret);
  });
});
