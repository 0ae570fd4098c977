import { UserError } from '../../src/errors';
import type { Form } from '../../src/message';
import { card, eventually, type Heard, listen, plain } from './chat-contract-parts';
import type { ChatHarness, Platform } from './chat-harness';

const form: Form = {
  title: 'Add a tunnel',
  submit: 'Plan it',
  intro: 'Contoso has no site of that name.',
  context: 'line: add-s2s tenant=contoso',
  fields: [
    { kind: 'text', name: 'destination', label: 'Far end', required: true, value: '203.0.113.9' },
    { kind: 'secret', name: 'psk', label: 'Pre-shared key', required: false },
    {
      kind: 'choice',
      name: 'site',
      label: 'Site',
      required: true,
      options: [
        { value: 'hq', label: 'Headquarters' },
        { value: 'lab', label: 'Laboratory' },
      ],
    },
    { kind: 'check', name: 'generate', label: 'Generate a key', required: false },
  ],
};

/** What people do, and the short-lived ways to answer it. */
export function eventContract(
  makeHarness: () => Promise<ChatHarness>,
  { formsExpire }: Platform,
): void {
  let harness: ChatHarness;
  let heard: Heard[];
  beforeEach(async () => {
    harness = await makeHarness();
    heard = await listen(harness);
  });
  afterEach(() => harness.close());

  test('what somebody says to the bot alone is direct, and a channel is not', async () => {
    await harness.command(harness.alice, 'help', { chat: harness.name, channel: 'direct' });
    const [first] = await eventually(
      () => heard,
      ({ length }) => length > 0,
    );
    expect(harness.chat.isDirect(first?.event.where.channel ?? '')).toBe(true);
    expect(harness.chat.isDirect(harness.channel)).toBe(false);
  });

  const here = () => ({ chat: harness.name, channel: harness.channel });
  const next = async (): Promise<Heard> => {
    const [first] = await eventually(
      () => heard,
      (all) => all.length > 0,
    );
    heard.length = 0;
    if (first === undefined) throw new Error('nothing was heard');
    return first;
  };

  test('while it is worked on its person alone sees that, and then the answer', async () => {
    await harness.command(harness.alice, 'list-s2s tenant=contoso');
    const { answer } = await next();
    await answer.working('Reading gw1 ...');
    const [sign] = await harness.shown();
    expect(sign?.text).toContain('Reading gw1');
    expect(sign?.visibleTo).toBe(harness.alice.id);
    await answer.say(plain('Two tunnels'));
    const shown = await harness.shown();
    expect(shown.at(-1)?.text).toContain('Two tunnels');
  });

  test('a command brings its words, its person and its place', async () => {
    await harness.command(harness.alice, 'add-s2s tenant=contoso site=hq');
    const { event } = await next();
    expect(event).toMatchObject({
      kind: 'command',
      from: harness.alice,
      where: here(),
      text: 'add-s2s tenant=contoso site=hq',
    });
    expect(event.id).not.toBe('');
  });

  test('a command in a thread says which', async () => {
    const root = await harness.chat.post(here(), card, 'k1');
    await harness.command(harness.alice, 'show CR-1042', { ...here(), thread: root.id });
    const { event } = await next();
    expect(event).toMatchObject({ kind: 'command', text: 'show CR-1042' });
    expect(event.where.thread).toBe(root.id);
  });

  test('two commands have different ids', async () => {
    await harness.command(harness.alice, 'help');
    const one = await next();
    await harness.command(harness.alice, 'help');
    const two = await next();
    expect(two.event.id).not.toBe(one.event.id);
  });

  test('a press brings action, value, message and person', async () => {
    const ref = await harness.chat.post(here(), card, 'k1');
    await harness.press(harness.bob, ref, 'Approve');
    const { event } = await next();
    expect(event).toMatchObject({
      kind: 'press',
      from: harness.bob,
      on: ref,
      action: 'approve',
      value: 'CR-1042 v3',
    });
    expect(event).not.toHaveProperty('reason');
  });

  test('a press that asks for a reason brings it', async () => {
    const ref = await harness.chat.post(here(), card, 'k1');
    await harness.press(harness.bob, ref, 'Deny', 'not *today*');
    const { event } = await next();
    expect(event).toMatchObject({ kind: 'press', action: 'deny', reason: 'not *today*' });
  });

  test('an answer is seen by the person alone, and there can be many', async () => {
    await harness.command(harness.alice, 'help');
    const { answer } = await next();
    for (let n = 1; n <= 7; n += 1) await answer.say(plain(`answer ${n}`));
    const shown = await harness.shown();
    expect(shown.filter((each) => each.visibleTo === harness.alice.id)).toHaveLength(7);
    expect(shown).toHaveLength(7);
  });

  test('a form opens for the person, and what they send comes back with its context', async () => {
    await harness.command(harness.alice, 'add-s2s');
    await (await next()).answer.form(form);
    const open = await eventually(
      () => harness.openForm(harness.alice),
      (each) => each !== undefined,
    );
    expect(await harness.openForm(harness.bob)).toBeUndefined();
    expect(open?.text).toContain('Contoso has no site of that name.');
    expect(open?.values).toMatchObject({ destination: '203.0.113.9' });
    await harness.submit(harness.alice, { psk: 'a *b* <c>', site: 'lab', generate: 'true' });
    const { event } = await next();
    expect(event).toMatchObject({
      kind: 'submit',
      from: harness.alice,
      context: form.context,
      values: { destination: '203.0.113.9', psk: 'a *b* <c>', site: 'lab', generate: 'true' },
    });
  });

  test('a submitted form can be answered with the same form and what was wrong', async () => {
    await harness.command(harness.alice, 'add-s2s');
    await (await next()).answer.form(form);
    await harness.submit(harness.alice, { site: 'hq' });
    const [first, ...rest] = form.fields;
    if (first === undefined) throw new Error('the form has fields');
    const again = { ...form, fields: [{ ...first, error: 'is not an address' }, ...rest] };
    await (await next()).answer.form(again);
    const open = await eventually(
      () => harness.openForm(harness.alice),
      (each) => each !== undefined,
    );
    expect(open?.text).toContain('is not an address');
  });

  test('a press can be answered with a form too', async () => {
    const ref = await harness.chat.post(here(), card, 'k1');
    await harness.press(harness.bob, ref, 'Approve');
    await (await next()).answer.form(form);
    const open = await eventually(
      () => harness.openForm(harness.bob),
      (each) => each !== undefined,
    );
    expect(open?.text).toContain('Add a tunnel');
  });

  if (!formsExpire) return;

  test('a form that comes too late rejects with a sentence for the person', async () => {
    const { formLifeMs } = harness;
    if (formLifeMs === undefined)
      throw new Error('The harness does not say how long a form waits.');
    await harness.command(harness.alice, 'add-s2s');
    const { answer } = await next();
    await new Promise((resolve) => setTimeout(resolve, formLifeMs + 100));
    const opening = answer.form(form);
    await expect(opening).rejects.toThrow(UserError);
    await expect(opening).rejects.toThrow(/once more/);
    expect(await harness.openForm(harness.alice)).toBeUndefined();
  });
}
