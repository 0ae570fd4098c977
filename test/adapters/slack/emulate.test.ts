import { serveHttp } from '../../../src/adapters/http/server';
import { createSlackChat } from '../../../src/adapters/slack/chat';
import type { Chat, MessageRef } from '../../../src/ports/chat';
import { card, eventually, plain } from '../chat-contract-parts';
import { type Emulator, emulatorToken, startEmulator } from './emulator';
import { goldenForm, goldenMessages } from './golden-messages';
import { deliver, sign, slashBody } from './signed-request';
import { collectingLog, signingSecret } from './slack-harness';
import { memoryForms } from '../../fakes/memory-forms';

type Listed = { id: string; name: string }[];
type Read = { ts: string; text: string; blocks?: { type: string }[]; thread_ts?: string }[];

describe('the Slack adapter in front of the emulate package', () => {
  let emulator: Emulator;
  let bot: ReturnType<typeof createSlackChat>;
  let chat: Chat;
  let channel: string;
  let alice: string;
  beforeAll(async () => {
    emulator = await startEmulator();
    bot = createSlackChat({
      botToken: emulatorToken,
      signingSecret,
      apiUrl: emulator.apiUrl,
      forms: memoryForms(),
      log: collectingLog([]),
    });
    chat = bot.chat;
    const channels = (await emulator.ask('conversations.list'))['channels'] as Listed;
    channel = channels.find(({ name }) => name === 'general')?.id ?? '';
    const users = (await emulator.ask('users.list'))['members'] as Listed;
    alice = users.find(({ name }) => name === 'alice')?.id ?? '';
    await chat.start(async (_event, answer) => answer.form(goldenForm));
  });
  afterAll(async () => {
    await chat?.stop();
    await emulator?.close();
  });

  const history = async () =>
    (await emulator.ask('conversations.history', { channel }))['messages'] as Read;
  const find = async ({ id }: MessageRef) => (await history()).find(({ ts }) => ts === id);

  test('every golden message is taken with all its blocks', async () => {
    for (const [name, message] of Object.entries(goldenMessages)) {
      const ref = await chat.post({ chat: 'slack', channel }, message, name);
      const read = await find(ref);
      expect(read?.blocks?.length).toBeGreaterThan(0);
      expect(read?.blocks?.some(({ type }) => type === 'actions')).toBe(
        (message.buttons ?? []).length > 0,
      );
    }
  });

  test('a reply stands in its thread', async () => {
    const root = await chat.post({ chat: 'slack', channel }, card, 'root');
    await chat.post({ chat: 'slack', channel, thread: root.id }, plain('step 1'), 'reply');
    const replies = await emulator.ask('conversations.replies', { channel, ts: root.id });
    expect((replies['messages'] as Read).map(({ text }) => text)).toContain('step 1');
  });

  test('an update changes the message', async () => {
    const ref = await chat.post({ chat: 'slack', channel }, card, 'changing');
    await chat.update(ref, plain('it is kept'));
    expect(await find(ref)).toMatchObject({ text: 'it is kept' });
  });

  test('a whisper to somebody outside the channel is said in the direct conversation', async () => {
    await chat.whisper({ chat: 'slack', id: alice }, { chat: 'slack', channel }, plain('for you'));
    expect(JSON.stringify(await history())).not.toContain('for you');
    expect(await emulator.inspect('messages')).toContain('for you');
  });

  test('a form opens with the trigger that came with the command', async () => {
    const { trigger_id } = await emulator.ask('views.generateTriggerId', { user_id: alice });
    const team = String((await emulator.ask('auth.test'))['team_id']);
    const http = await serveHttp({ port: 0, host: '127.0.0.1' }, [bot.route], collectingLog([]));
    const body = slashBody({
      team_id: team,
      user_id: alice,
      channel_id: channel,
      trigger_id: String(trigger_id),
    });
    const request = sign(body, signingSecret, 'application/x-www-form-urlencoded');
    const url = `http://127.0.0.1:${http.port}/slack/events`;
    expect((await deliver(url, request)).status).toBe(200);
    await eventually(
      async () => (await emulator.inspect('views')).includes('nowhere is not an IPv4 address.'),
      (isThere) => isThere,
    );
    await http.close();
  });
});
