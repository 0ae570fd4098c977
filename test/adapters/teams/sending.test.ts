import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../../../src/errors';
import type { Form } from '../../../src/message';
import { MessageGoneError } from '../../../src/ports/chat';
import { card, eventually, type Heard, listen, plain } from '../chat-contract-parts';
import { channel, type TeamsHarness, teamsHarness, tenantId } from './teams-harness';

let harness: TeamsHarness;
let heard: Heard[];

async function begin(...change: Parameters<typeof teamsHarness>) {
  harness = await teamsHarness(...change);
  heard = await listen(harness);
}
afterEach(() => harness.close());

const here = { chat: 'teams', channel } as const;
const direct = () => harness.platform.store.entries.filter((e) => e.ref.channel.startsWith('a:'));
const next = async (): Promise<Heard> => {
  const [first] = await eventually(
    () => heard,
    ({ length }) => length > 0,
  );
  heard.length = 0;
  if (first === undefined) throw new Error('nothing was heard');
  return first;
};

describe('a post', () => {
  test('reaches a channel that nobody has spoken in yet, and becomes a thread there', async () => {
    await begin();
    const ref = await harness.chat.post(here, card, 'k1');
    await harness.chat.post({ ...here, thread: ref.id }, plain('step 1'), 'k2');
    const [root, reply] = harness.platform.store.entries;
    expect(root).toMatchObject({ ref, targeted: false });
    expect(root).not.toHaveProperty('thread');
    expect(reply).toMatchObject({ thread: ref.id, text: 'step 1' });
  });

  test('goes where the last event of its conversation came from, also after a restart', async () => {
    await begin({ servicePath: '/nobody/' });
    harness.remembered.set(channel, harness.platform.serviceUrl);
    await harness.chat.post(here, plain('found'), 'k1');
    expect(await harness.shown()).toHaveLength(1);
  });

  test('goes to Teams alone, whatever stands in Redis, and no stranger is sent the token', async () => {
    const strangers: string[] = [];
    const stranger = createServer((request, response) => {
      strangers.push(request.headers.authorization ?? '');
      response.end('{}');
    });
    await new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done));
    await begin();
    const { port } = stranger.address() as AddressInfo;
    harness.remembered.set(channel, `http://127.0.0.1:${port}/`);
    await harness.chat.post(here, plain('found'), 'k1');
    expect(await harness.shown()).toHaveLength(1);
    expect(strangers).toEqual([]);
    stranger.close();
  });

  test('leaves behind where the conversation is, for the time after a restart', async () => {
    await begin();
    await harness.command(harness.alice, 'help');
    expect([...harness.remembered]).toEqual([[channel, harness.platform.serviceUrl]]);
  });

  test('with a key that this process used already stands there once', async () => {
    await begin();
    const both = await Promise.all([1, 2].map(() => harness.chat.post(here, plain('once'), 'k1')));
    expect(both[0]).toEqual(both[1]);
    expect(await harness.shown()).toHaveLength(1);
  });

  test('whose reply got lost is sent again: Teams knows no key, so it may stand there twice', async () => {
    await begin();
    harness.platform.trouble.loseNextReply();
    const ref = await harness.chat.post(here, plain('at least once'), 'k1');
    const shown = await harness.shown();
    expect(shown.map((each) => each.text)).toEqual(['at least once', 'at least once']);
    expect(shown.at(-1)?.ref).toEqual(ref);
  });

  test('of more than Teams takes comes as its summary, with its buttons', async () => {
    await begin({ limits: { activityBytes: 2500 } });
    const blocks = [{ kind: 'text' as const, text: 'x'.repeat(3000) }];
    await harness.chat.post(here, { ...card, blocks }, 'k1');
    const [shown] = await harness.shown();
    expect(shown?.text).toContain('Teams did not take the whole message.');
    expect(shown?.text).toContain('[Approve] [Deny]');
  });

  test('into a thread that is gone rejects with MessageGoneError', async () => {
    await begin();
    const lost = harness.chat.post({ ...here, thread: '17' }, plain('x'), 'k1');
    await expect(lost).rejects.toThrow(MessageGoneError);
  });

  test('gets a new token when the old one is not taken any more', async () => {
    await begin();
    await harness.chat.post(here, plain('one'), 'k1');
    harness.platform.revokeTokens();
    await harness.chat.post(here, plain('two'), 'k2');
    expect(await harness.shown()).toHaveLength(2);
  });

  test('with a secret that Entra does not know fails at once and says why', async () => {
    await begin({ options: { credentials: { password: 'wrong-secret' } } });
    const failing = harness.chat.post(here, plain('x'), 'k1');
    await expect(failing).rejects.toThrow(/401 invalid_client/);
    await expect(failing).rejects.not.toThrow(/wrong-secret/);
  });

  test('that was refused is tried anew under the same key', async () => {
    await begin();
    const lost = harness.chat.post({ ...here, thread: '17' }, plain('x'), 'k1');
    await expect(lost).rejects.toThrow(MessageGoneError);
    await harness.chat.post(here, plain('x'), 'k1');
    expect(await harness.shown()).toHaveLength(1);
  });
});

describe('an update', () => {
  test('of a message that the bot may not touch rejects with MessageGoneError', async () => {
    await begin();
    harness.platform.say('alice', '#mtgw', 'just talking');
    const ref = harness.platform.store.entries.at(-1)?.ref;
    if (ref === undefined) throw new Error('nothing was said');
    await expect(harness.chat.update(ref, plain('x'))).rejects.toThrow(MessageGoneError);
  });

  test('waits as long as Teams says', async () => {
    await begin();
    const ref = await harness.chat.post(here, plain('one'), 'k1');
    harness.limitNextCall(1);
    const from = Date.now();
    await harness.chat.update(ref, plain('two'));
    expect(Date.now() - from).toBeGreaterThanOrEqual(990);
  });
});

describe('an answer', () => {
  test('to a command in a thread stands in that thread, for the person alone', async () => {
    await begin();
    const { id: thread } = await harness.chat.post(here, card, 'k1');
    await harness.command(harness.alice, 'show CR-1042', { ...here, thread });
    await (await next()).answer.say(plain('only for alice'));
    expect(harness.platform.store.entries.at(-1)).toMatchObject({
      thread,
      visibleTo: 'alice',
      targeted: true,
    });
  });

  test.each([400, 403, 404, 501])(
    'goes to the direct conversation when targeted messages are refused with %i',
    async (status) => {
      await begin({ limits: { targetedRefused: status } });
      await harness.command(harness.alice, 'help');
      await (await next()).answer.say(plain('private'));
      const [shown, ...others] = await harness.shown();
      expect(others).toEqual([]);
      expect(shown).toMatchObject({ text: 'private', visibleTo: harness.alice.id });
      expect(shown?.ref.channel).toMatch(/^a:/);
    },
  );

  test('that is confidential never stands in a channel, targeted or not', async () => {
    await begin();
    await harness.command(harness.alice, 'help');
    await (await next()).answer.say({ ...plain('the address'), confidential: true });
    const [shown, ...others] = await harness.shown();
    expect(others).toEqual([]);
    expect(shown).toMatchObject({ text: 'the address', visibleTo: harness.alice.id });
    expect(shown?.ref.channel).toMatch(/^a:/);
  });

  test('in a personal chat is a plain message there', async () => {
    await begin();
    harness.platform.say('alice', 'direct', 'help');
    await harness.platform.settled();
    await (await next()).answer.say(plain('hello'));
    expect(direct()).toMatchObject([
      { from: 'person' },
      { from: 'bot', targeted: false, text: 'hello' },
    ]);
  });

  test('with a form is closed in the direct conversation too', async () => {
    await begin({ limits: { targetedRefused: 501 } });
    await harness.command(harness.alice, 'add');
    const fields: Form['fields'] = [{ kind: 'text', name: 'n', label: 'Name', required: true }];
    await (await next()).answer.form({ title: 'Add', submit: 'Go', context: 'c', fields });
    await harness.submit(harness.alice, { n: 'x' });
    expect((await next()).event).toMatchObject({ kind: 'submit', values: { n: 'x' } });
    await eventually(
      () => direct().at(-1)?.text,
      (text) => text?.includes('This form was sent') === true,
    );
  });

  test('with a form in the direct conversation counts in the channel that it says it is for', async () => {
    await begin({ limits: { targetedRefused: 501 } });
    await harness.command(harness.alice, 'add');
    const form: Form = { title: 'Add', submit: 'Go', context: 'c', place: 'contoso', fields: [] };
    const fields: Form['fields'] = [{ kind: 'text', name: 'n', label: 'Name', required: true }];
    await (await next()).answer.form({ ...form, fields });
    expect(direct().at(-1)?.text).toContain('For #contoso.');
    await harness.submit(harness.alice, { n: 'x' });
    expect((await next()).event).toMatchObject({ kind: 'submit', where: here });
  });

  test('with a form of many choices lets the person type one', async () => {
    await begin();
    await harness.command(harness.alice, 'add');
    const options = Array.from({ length: 2000 }, (_, n) => ({
      value: `site-${n}`,
      label: `Site number ${n} of a long list`,
    }));
    const fields: Form['fields'] = [
      { kind: 'choice', name: 'site', label: 'Site', required: true, options },
    ];
    await (await next()).answer.form({ title: 'Add', submit: 'Go', context: 'c', fields });
    expect((await harness.openForm(harness.alice))?.text).toContain('one of 2000: site-0');
    await harness.submit(harness.alice, { site: 'site-1999' });
    expect((await next()).event).toMatchObject({ values: { site: 'site-1999' } });
  });

  test('with a form that is too large even so is a sentence', async () => {
    await begin();
    await harness.command(harness.alice, 'add');
    const { answer } = await next();
    const intro = 'x'.repeat(90_000);
    const form: Form = { title: 'Add', submit: 'Go', context: 'c', intro, fields: [] };
    await expect((async () => answer.form(form))()).rejects.toThrow(UserError);
  });
});

describe('a whisper', () => {
  test('to somebody who never spoke finds them among the members', async () => {
    await begin();
    await harness.chat.whisper(harness.bob, here, plain('psst'));
    expect(harness.platform.store.entries).toMatchObject([{ visibleTo: 'bob', targeted: true }]);
  });

  test("about another person's direct conversation goes to one's own", async () => {
    await begin();
    harness.platform.say('alice', 'direct', 'help');
    await harness.platform.settled();
    const { where } = (await next()).event;
    await harness.chat.whisper(harness.bob, where, plain('for bob'));
    expect(harness.platform.store.entries.at(-1)).toMatchObject({ visibleTo: 'bob' });
    expect(harness.platform.store.entries.at(-1)?.ref.channel).not.toBe(where.channel);
  });

  test('in a direct conversation that was not heard of since the start stays there', async () => {
    await begin({ limits: { targetedRefused: 501 } });
    await harness.chat.whisper(harness.alice, here, plain('before'));
    const before = direct().at(-1)?.ref.channel ?? '';
    await harness.close();
    await begin();
    await harness.chat.whisper(harness.alice, { ...here, channel: before }, plain('after'));
    expect(harness.platform.store.entries).toMatchObject([
      { text: 'after', targeted: false, ref: { channel: before } },
    ]);
  });

  test('about a thread that is gone still reaches the person', async () => {
    await begin();
    await harness.chat.whisper(harness.alice, { ...here, thread: '17' }, plain('still here'));
    expect(direct()).toMatchObject([{ text: 'still here', visibleTo: 'alice' }]);
  });

  test('to somebody whom Teams does not know rejects, and nobody reads it', async () => {
    await begin();
    const nobody = { chat: 'teams', id: '00000000-0000-4000-8000-0000000000ff' } as const;
    await expect(harness.chat.whisper(nobody, here, plain('x'))).rejects.toThrow(/400 BadSyntax/);
    expect(harness.platform.store.entries).toEqual([]);
  });
});

test('a conversation is begun in the own tenant', async () => {
  await begin({ options: { tenantId: `${tenantId.slice(0, -1)}0` } });
  await expect(harness.chat.post(here, plain('x'), 'k1')).rejects.toThrow(/403/);
});

test('in a personal chat the bot is seen typing, and leaves nothing there', async () => {
  await begin();
  harness.platform.say('alice', 'direct', 'health');
  await harness.platform.settled();
  const { event, answer } = await next();
  await answer.working('Reading gw1 ...');
  expect(harness.platform.store.typing(event.where.channel)).toBe(1);
  expect(direct().filter(({ from }) => from === 'bot')).toEqual([]);
});
