import { eventually, listen, plain } from './chat-contract-parts';
import type { ChatHarness } from './chat-harness';

const many = Array.from({ length: 12 }, (_, at) => `help ${at}`);

/** Nobody else has a turn meanwhile. */
function holdTheProcess(): void {
  const end = performance.now() + 40;
  while (performance.now() < end);
}

/** How events arrive, and what happens when something between chat and bot is broken. */
export function deliveryContract(makeHarness: () => Promise<ChatHarness>): void {
  let harness: ChatHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  const here = () => ({ chat: harness.name, channel: harness.channel });

  test('an event is acknowledged within 3 s while its handler still works', async () => {
    let finish = () => {};
    const work = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let isDone = false;
    const heard = await listen(harness, async () => {
      await work;
      isDone = true;
    });
    const from = Date.now();
    await harness.command(harness.alice, 'help');
    expect(Date.now() - from).toBeLessThan(3000);
    await eventually(
      () => heard.length,
      (count) => count === 1,
    );
    expect(isDone).toBe(false);
    finish();
  });

  test('a slow handler does not hold up the next event', async () => {
    let finish = () => {};
    const work = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const heard = await listen(harness, () => work);
    await harness.command(harness.alice, 'help');
    await harness.command(harness.bob, 'help');
    await eventually(
      () => heard.length,
      (count) => count === 2,
    );
    finish();
  });

  test('events that come together are acknowledged before the last of them is worked on', async () => {
    let acknowledged = false;
    const before: boolean[] = [];
    await listen(harness, async () => {
      before.push(acknowledged);
      holdTheProcess();
    });
    await Promise.all(many.map((text) => harness.command(harness.alice, text)));
    acknowledged = true;
    await eventually(
      () => before.length,
      (count) => count === many.length,
    );
    expect(before.at(-1)).toBe(true);
  });

  test('events are worked on in the order in which they came', async () => {
    const heard = await listen(harness);
    for (const text of many) await harness.command(harness.alice, text);
    const said = await eventually(
      () => heard.map(({ event }) => event.kind === 'command' && event.text),
      (all) => all.length === many.length,
    );
    expect(said).toEqual(many);
  });

  test('an event that is delivered twice is heard once', async () => {
    const heard = await listen(harness);
    harness.repeatNextDelivery();
    await harness.command(harness.alice, 'one');
    await harness.command(harness.alice, 'two');
    await eventually(
      () => heard.map(({ event }) => event.kind === 'command' && event.text),
      (texts) => texts.includes('two'),
    );
    expect(heard).toHaveLength(2);
  });

  test('a handler that throws does not end the delivery', async () => {
    const heard = await listen(harness, async ({ event }) => {
      if (event.kind === 'command' && event.text === 'bad') throw new Error('a bug of ours');
    });
    await harness.command(harness.alice, 'bad');
    await harness.command(harness.alice, 'good');
    await eventually(
      () => heard.length,
      (count) => count === 2,
    );
  });

  test('after the platform was away, messages and events go through again', async () => {
    const heard = await listen(harness);
    harness.goAway(700);
    const ref = await harness.chat.post(here(), plain('said meanwhile'), 'k1');
    expect((await harness.shown()).map((each) => each.ref)).toEqual([ref]);
    await harness.command(harness.alice, 'help');
    await eventually(
      () => heard.length,
      (count) => count === 1,
    );
  });

  test('what was acknowledged before a stop is worked on', async () => {
    const heard = await listen(harness, async () => holdTheProcess());
    await Promise.all(many.map((text) => harness.command(harness.alice, text)));
    await harness.chat.stop();
    expect(heard).toHaveLength(many.length);
  });

  test('a stopped adapter hears nothing more, and waits for what it began', async () => {
    let isDone = false;
    const heard = await listen(harness, async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      isDone = true;
    });
    await harness.command(harness.alice, 'help');
    await eventually(
      () => heard.length,
      (count) => count === 1,
    );
    await harness.chat.stop();
    expect(isDone).toBe(true);
  });
}
