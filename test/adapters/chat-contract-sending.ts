import { NotThereError } from '../../src/errors';
import { MessageGoneError } from '../../src/ports/chat';
import type { Message } from '../../src/message';
import { card, listen, plain } from './chat-contract-parts';
import type { ChatHarness, Platform } from './chat-harness';

/** What the bot sends. */
export function sendingContract(
  makeHarness: () => Promise<ChatHarness>,
  { knowsRepeatedPosts, sendsAway }: Platform,
): void {
  let harness: ChatHarness;
  beforeEach(async () => {
    harness = await makeHarness();
    await listen(harness);
  });
  afterEach(() => harness.close());

  const here = () => ({ chat: harness.name, channel: harness.channel });

  test('a posted message can be read in its channel with everything on it', async () => {
    const ref = await harness.chat.post(here(), card, 'k1');
    const [shown, ...others] = await harness.shown();
    expect(others).toEqual([]);
    expect(shown?.ref).toEqual(ref);
    expect(shown?.visibleTo).toBeUndefined();
    for (const part of [
      'Add tunnel',
      'contoso-hq',
      'add-s2s',
      'Gateway',
      'gw1',
      'Add-VpnS2SInterface',
      'one approver is missing',
      'https://mtgw.example/key/1',
      'Expires in 4 h.',
      'Approve',
      'Deny',
    ]) {
      expect(shown?.text).toContain(part);
    }
  });

  test('a message into a thread stands in that thread', async () => {
    const root = await harness.chat.post(here(), card, 'k1');
    await harness.chat.post({ ...here(), thread: root.id }, plain('Step 1 of 3 done'), 'k2');
    const reply = (await harness.shown()).find((each) => each.text.includes('Step 1 of 3'));
    expect(reply?.thread).toBe(root.id);
  });

  test('an update changes the message in place', async () => {
    const ref = await harness.chat.post(here(), card, 'k1');
    await harness.chat.update(ref, plain('CR-1042 is kept'));
    const shown = await harness.shown();
    expect(shown).toHaveLength(1);
    expect(shown[0]?.ref).toEqual(ref);
    expect(shown[0]?.text).toContain('CR-1042 is kept');
    expect(shown[0]?.text).not.toContain('Approve');
  });

  test('updating a deleted message rejects with MessageGoneError', async () => {
    const ref = await harness.chat.post(here(), card, 'k1');
    await harness.deleteMessage(ref);
    await expect(harness.chat.update(ref, plain('too late'))).rejects.toThrow(MessageGoneError);
  });

  test('a whisper is seen by that account alone', async () => {
    await harness.chat.whisper(harness.alice, here(), plain('Your request expires soon'));
    const shown = await harness.shown();
    expect(shown).toHaveLength(1);
    expect(shown[0]?.visibleTo).toBe(harness.alice.id);
    expect(shown[0]?.text).toContain('Your request expires soon');
  });

  test('markup in data is shown as written and mentions nobody', async () => {
    const hostile =
      '*all* _x_ `y` <!channel> <@U0ALICE> <at>bob</at> [a](http://b) & &lt; ~z~ **w**';
    await harness.chat.post(
      here(),
      {
        summary: hostile,
        title: hostile,
        blocks: [
          { kind: 'text', text: [{ bold: hostile }] },
          { kind: 'fields', fields: [{ label: hostile, value: hostile }] },
          { kind: 'code', text: hostile },
          { kind: 'list', items: [hostile] },
        ],
      },
      'k1',
    );
    const [shown] = await harness.shown();
    expect(shown?.text.split(hostile).length).toBeGreaterThanOrEqual(6);
  });

  test('who is called is mentioned before the words, and nobody else is', async () => {
    await harness.chat.post(
      here(),
      {
        ...plain('CR-1042 waits for a vote'),
        calls: [
          { kind: 'person', id: harness.alice.id, name: 'alice' },
          { kind: 'person', id: harness.bob.id, name: 'bob' },
        ],
      },
      'k1',
    );
    const [shown] = await harness.shown();
    expect(shown?.text).toMatch(/^@alice @bob\s+CR-1042 waits for a vote$/);
  });

  test('a message beyond every limit of the platform is accepted, with its buttons', async () => {
    const huge: Message = {
      ...card,
      summary: 's'.repeat(5000),
      title: 't'.repeat(500),
      blocks: [
        ...Array.from({ length: 60 }, () => ({ kind: 'text' as const, text: 'x'.repeat(4000) })),
        { kind: 'code', text: Array.from({ length: 400 }, (_, n) => `line ${n}`).join('\n') },
        {
          kind: 'fields',
          fields: Array.from({ length: 40 }, (_, n) => ({ label: `f${n}`, value: 'v' })),
        },
      ],
    };
    const ref = await harness.chat.post(here(), huge, 'k1');
    const shown = (await harness.shown()).find((each) => each.ref.id === ref.id);
    expect(shown?.text).toContain('Approve');
  });

  test('when told to wait (429) it waits as long, then the message stands there once', async () => {
    harness.limitNextCall(1);
    const from = Date.now();
    await harness.chat.post(here(), plain('after the limit'), 'k1');
    expect(Date.now() - from).toBeGreaterThanOrEqual(990);
    expect(await harness.shown()).toHaveLength(1);
  });

  test('where the bot is, nobody is told that it is not', async () => {
    expect(await harness.chat.whyUnseen(here())).toBeUndefined();
  });

  if (sendsAway) {
    test('a post where the bot is not any more rejects with what to do', async () => {
      harness.sendAway?.(harness.channel);
      const post = harness.chat.post(here(), plain('unseen'), 'k1');
      await expect(post).rejects.toThrow(NotThereError);
      await expect(post).rejects.toThrow(/not in this channel|may not write in this channel/);
      expect(await harness.shown()).toEqual([]);
    });
  }

  if (!knowsRepeatedPosts) return;

  test('the same key posts once, also when the first reply got lost', async () => {
    if (harness.idempotent === undefined) throw new Error('The harness cannot lose a reply.');
    harness.idempotent.loseNextReply();
    const first = await harness.chat.post(here(), plain('once'), 'k1');
    const second = await harness.chat.post(here(), plain('once'), 'k1');
    expect(second).toEqual(first);
    expect(await harness.shown()).toHaveLength(1);
  });
}
