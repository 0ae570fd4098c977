import { UserError } from '../../../src/errors';
import type { Form } from '../../../src/message';
import { card, eventually, type Heard, listen, plain } from '../chat-contract-parts';
import { channel, must, type SlackHarness, slackHarness } from './slack-harness';

const form: Form = {
  title: 'Add a site-to-site tunnel',
  submit: 'Plan it',
  context: 'add-s2s tenant=contoso',
  fields: [
    { kind: 'text', name: 'destination', label: 'Far end', required: true, value: '203.0.113.9' },
    { kind: 'secret', name: 'psk', label: 'Key', required: false, value: 'hunter2' },
  ],
};

const wrong = (error: string): Form => {
  const [first, ...rest] = form.fields;
  if (first === undefined) throw new Error('the form has fields');
  return { ...form, fields: [{ ...first, error }, ...rest] };
};

describe('an answer in Slack', () => {
  let harness: SlackHarness;
  let heard: Heard[];
  let react: (event: Heard) => Promise<void>;
  beforeEach(async () => {
    harness = await slackHarness();
    react = async () => undefined;
    heard = await listen(harness, (each) => react(each));
  });
  afterEach(() => harness.close());

  const next = async (): Promise<Heard> => {
    await eventually(
      () => heard.length,
      (count) => count > 0,
    );
    const [first] = heard.splice(0);
    if (first === undefined) throw new Error('nothing was heard');
    return first;
  };
  const texts = () => harness.slack.standing().map(({ text }) => text);
  const formOf = (person: string) =>
    eventually(
      () => harness.slack.form(person),
      (open) => open !== undefined,
    );

  test('goes on as an ephemeral message when the response address is used up', async () => {
    await harness.command(harness.alice, 'help');
    const { answer } = await next();
    for (let n = 1; n <= 5; n += 1) await answer.say(plain(`answer ${n}`));
    harness.slack.leave('alice', channel);
    await answer.say(plain('answer 6'));
    // A response address would still have reached the channel that she left.
    expect(harness.slack.standing().map(({ ref }) => ref.channel)).toEqual([
      ...Array.from({ length: 5 }, () => channel),
      'D0ALICE',
    ]);
  });

  test('a mention in a thread is answered in that thread, for the person alone', async () => {
    const root = await harness.chat.post({ chat: 'slack', channel }, card, 'k1');
    must(harness.slack.say('alice', '#mtgw', '@mtgw show CR-1042', root.id));
    const { event, answer } = await next();
    expect(event).toMatchObject({ kind: 'command', text: 'show CR-1042' });
    await answer.say(plain('here it is'));
    expect(harness.slack.standing().at(-1)).toMatchObject({ thread: root.id, visibleTo: 'alice' });
  });

  test('to a mention opens its form by a button', async () => {
    const root = await harness.chat.post({ chat: 'slack', channel }, card, 'k1');
    must(harness.slack.say('alice', '#mtgw', '@mtgw add-s2s', root.id));
    await (await next()).answer.form(form);
    expect(harness.slack.form('alice')).toBeUndefined();
    expect(harness.slack.standing().at(-1)).toMatchObject({ visibleTo: 'alice' });
    must(harness.slack.press('alice', 'Open the form'));
    expect((await formOf('alice'))?.values).toMatchObject({ destination: '203.0.113.9' });
    await harness.submit(harness.alice, { psk: 'k' });
    const { event } = await next();
    expect(event).toMatchObject({
      kind: 'submit',
      context: form.context,
      where: { chat: 'slack', channel, thread: root.id },
      values: { destination: '203.0.113.9', psk: 'k' },
    });
  });

  test('says so when a kept form is gone, or is not for the one who presses', async () => {
    must(harness.slack.say('alice', 'direct', 'add-s2s'));
    await (await next()).answer.form(form);
    must(harness.slack.press('bob', 'Open the form'));
    await harness.slack.settled();
    await eventually(texts, (all) => all.join().includes('That form is gone'));
    expect(harness.slack.form('bob')).toBeUndefined();
    expect(heard).toEqual([]);
  });

  test('in a direct conversation takes the place of the word that it is worked on', async () => {
    must(harness.slack.say('alice', 'direct', 'health'));
    const { answer } = await next();
    await answer.working('Reading gw1 ...');
    expect(texts()).toEqual(['Reading gw1 ...']);
    await answer.say(plain('All is well'));
    await answer.say(plain('And more'));
    expect(texts()).toEqual(['All is well', 'And more']);
  });

  test('in a direct conversation is a message there', async () => {
    must(harness.slack.say('alice', 'direct', '/mtgw help'));
    await (await next()).answer.say(plain('to the command'));
    must(harness.slack.say('alice', 'direct', 'help'));
    const { event, answer } = await next();
    expect(event).toMatchObject({ kind: 'command', text: 'help', where: { channel: 'D0ALICE' } });
    await answer.say(plain('to the words'));
    const refs = harness.slack.standing().map(({ ref }) => ref);
    expect(refs).toHaveLength(2);
    for (const ref of refs) await harness.chat.update(ref, plain('changed'));
    expect(texts()).toEqual(['changed', 'changed']);
  });

  test('a sent form is replaced by the one that says what was wrong, in the same modal', async () => {
    await harness.command(harness.alice, 'add-s2s');
    await (await next()).answer.form(form);
    react = ({ answer }) => {
      // It goes with the acknowledgement: no call to Slack is needed.
      harness.slack.trouble.goAway(1000);
      return answer.form(wrong('is not an address'));
    };
    await harness.submit(harness.alice, {});
    expect(harness.slack.form('alice')?.text).toContain('is not an address');
  });

  test('a sent form closes with the first word that is said about it', async () => {
    await harness.command(harness.alice, 'add-s2s');
    await (await next()).answer.form(form);
    let isDone = false;
    react = async ({ answer }) => {
      await answer.say(plain('planning'));
      await new Promise((resolve) => setTimeout(resolve, 1000));
      isDone = true;
    };
    await harness.submit(harness.alice, {});
    expect(isDone).toBe(false);
    expect(harness.slack.form('alice')).toBeUndefined();
    await eventually(texts, (all) => all.includes('planning'));
  });

  test('a sent form is acknowledged in time, however long deciding takes', async () => {
    await harness.command(harness.alice, 'add-s2s');
    await (await next()).answer.form(form);
    react = async ({ answer }) => {
      await new Promise((resolve) => setTimeout(resolve, 1700));
      // This Slack gives triggers one second: refused in words, never silently.
      await expect(answer.form(wrong('is taken'))).rejects.toThrow(UserError);
      await answer.say(plain('too late for a form'));
    };
    const from = Date.now();
    await harness.submit(harness.alice, {});
    expect(Date.now() - from).toBeLessThan(3000);
    expect(harness.slack.form('alice')).toBeUndefined();
    await eventually(texts, (all) => all.includes('too late for a form'));
  });

  test('a trigger opens one form, the second is refused with a sentence', async () => {
    await harness.command(harness.alice, 'add-s2s');
    const { answer } = await next();
    await answer.form(form);
    await expect(answer.form(form)).rejects.toThrow(/once more/);
  });

  test('a reason that may be left out leaves no reason', async () => {
    const reason = { title: 'Keep CR-1', label: 'Why?', required: false };
    const button = { label: 'Keep', action: 'keep', value: 'CR-1 "x"\ny', reason };
    const ref = await harness.chat.post(
      { chat: 'slack', channel },
      { ...card, buttons: [button] },
      'k',
    );
    must(harness.slack.press('bob', 'Keep'));
    await formOf('bob');
    expect(heard).toEqual([]);
    await harness.submit(harness.bob, {});
    const { event } = await next();
    expect(event).toMatchObject({ kind: 'press', on: ref, action: 'keep', value: 'CR-1 "x"\ny' });
    expect(event).not.toHaveProperty('reason');
  });

  test('a reason that is needed cannot be left out', async () => {
    await harness.chat.post({ chat: 'slack', channel }, card, 'k');
    must(harness.slack.press('bob', 'Deny'));
    await formOf('bob');
    expect(harness.slack.fill('bob', {})).toMatchObject({ ok: false, error: 'Why? is needed.' });
  });

  test('a modal for a reason says what is about to be done to which request, and what that does', async () => {
    await harness.chat.post({ chat: 'slack', channel }, card, 'k');
    must(harness.slack.press('bob', 'Deny'));
    expect((await formOf('bob'))?.text.split('\n')).toEqual([
      'Deny CR-1042',
      'add-s2s tenant=contoso',
      'Why? *: ',
      '[Deny] [Cancel]',
    ]);
  });

  test('a secret is never prefilled, and is in nothing that Slack keeps', async () => {
    await harness.command(harness.alice, 'add-s2s');
    await (await next()).answer.form(form);
    const open = await formOf('alice');
    expect(open?.text).toContain('Others do not see this');
    expect(JSON.stringify(open)).not.toContain('hunter2');
  });
});
