import { eventually, listen, plain } from './chat-contract-parts';
import type { ChatHarness } from './chat-harness';

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
