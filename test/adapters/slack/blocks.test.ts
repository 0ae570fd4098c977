import fc from 'fast-check';
import { toSlackMessage } from '../../../src/adapters/slack/blocks';
import { readButtonValue, toButtonValue } from '../../../src/adapters/slack/button-value';
import { readMetadata, toMetadata } from '../../../src/adapters/slack/modal-origin';
import { toModal, toReasonModal } from '../../../src/adapters/slack/modal';
import type { Field, Message } from '../../../src/message';
import { viewProblems } from '../../../src/sandbox/loopback/slack/check-view';
import { asObject } from '../../../src/sandbox/loopback/slack/json';
import { buttonsOf, readBlocks } from '../../../src/sandbox/loopback/slack/read-blocks';
import { anyButton, anyMessage } from './any-message';
import { charactersOn, messageProblems } from './block-kit-limits';
import { expectGolden } from './golden';
import { goldenForm, goldenMessages } from './golden-messages';

const origin = { where: { chat: 'slack' as const, channel: 'C0MTGW', thread: '17.1' } };
const read = (message: Message) => readBlocks(toSlackMessage(message).blocks);
const plainly = (value: unknown) => asObject(JSON.parse(JSON.stringify(value)));

describe('a message as Block Kit', () => {
  test.each(Object.entries(goldenMessages))('%s is as it was last looked at', (name, message) => {
    const rendered = toSlackMessage(message);
    expect(messageProblems(rendered)).toEqual([]);
    expectGolden(name, rendered);
  });

  test('whatever is in it, Slack takes it, and no button is lost', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const rendered = toSlackMessage(message);
        expect(messageProblems(rendered)).toEqual([]);
        expect(charactersOn(rendered.blocks)).toBeLessThan(20_000);
        expect(buttonsOf(rendered.blocks)).toHaveLength(message.buttons?.length ?? 0);
      }),
      { numRuns: 100 },
    );
  });

  test('a value comes back from its button as it went, within what Slack takes', () => {
    fc.assert(
      fc.property(anyButton, (button) => {
        const carried = toButtonValue(button);
        expect(carried.length).toBeLessThanOrEqual(2000);
        expect(readButtonValue(carried)).toMatchObject({
          action: button.action,
          value: button.value,
        });
      }),
    );
  });

  test.each(['', 'approve', 'approve\n-\n', '\n-\n\nCR-1', 'approve\nmaybe\n\nCR-1'])(
    'a button that carries %j is none of ours',
    (carried) => expect(readButtonValue(carried)).toBeUndefined(),
  );

  test('a message that fits is told whole', () => {
    const blocks = Array.from({ length: 40 }, (_, n) => ({
      kind: 'text' as const,
      text: `line ${n} ${'x'.repeat(200)}`,
    }));
    const lines = read({ summary: 's', blocks });
    expect(lines.join()).not.toContain('Shortened');
    expect(lines).toHaveLength(40);
  });

  test('a message that does not fit says so, and keeps its last words beside the buttons', () => {
    const blocks = Array.from({ length: 90 }, (_, n) => ({
      kind: 'text' as const,
      text: `line ${n} ${'x'.repeat(900)}`,
    }));
    const last = { kind: 'text' as const, text: 'It waits for bob.' };
    const buttons = [{ label: 'Approve', action: 'approve', value: 'CR-1' }];
    const lines = read({ summary: 's', title: 'CR-1', blocks: [...blocks, last], buttons });
    expect(lines[0]).toBe('CR-1');
    expect(lines.at(-1)).toBe('[Approve]');
    expect(lines.at(-2)).toBe('It waits for bob.');
    expect(lines.at(-3)).toContain('Shortened');
    expect(lines[1]).toContain('line 0');
  });

  test('a block that is too long is cut, and the last one still stands beside the buttons', () => {
    const [long, last] = ['x'.repeat(4000), 'It waits for bob.'];
    const lines = read({
      summary: 's',
      blocks: [
        { kind: 'text', text: long },
        { kind: 'text', text: last },
      ],
    });
    expect(lines[0]).toMatch(/^x+…$/);
    expect(lines.at(-1)).toBe(last);
    expect(lines.at(-2)).toContain('Shortened');
  });

  test('code is cut between lines, and says how many are missing', () => {
    const text = Array.from({ length: 200 }, (_, n) => `Set-Thing -Number ${n}`).join('\n');
    const lines = read({ summary: 's', blocks: [{ kind: 'code', text }] });
    const shown = lines.filter((line) => line.startsWith('    Set-Thing'));
    expect(shown.at(-1)).toBe(`    Set-Thing -Number ${shown.length - 1}`);
    expect(lines).toContain(`    … ${200 - shown.length} more lines`);
  });

  test('a label that is too long for a button stands in full beside it', () => {
    const label = `add-s2s tenant=contoso site=${'h'.repeat(90)}`;
    const lines = read({
      summary: 's',
      blocks: [],
      buttons: [{ label, action: 'say', value: 'x' }],
    });
    expect(lines.join('\n')).toContain(label);
  });

  test('a title that is too long for a header is told in bold', () => {
    const title = 'the whole of it '.repeat(30);
    expect(read({ summary: 's', title, blocks: [] })).toContain(title);
  });

  test("a time is in the reader's own zone, and where it cannot be it says UTC", () => {
    const time = Date.UTC(2026, 10, 27, 3, 42);
    const text = [{ time, text: '03:42 UTC' }];
    const made = toSlackMessage({ summary: 's', blocks: [{ kind: 'text', text }] });
    expect(messageProblems(made)).toEqual([]);
    const element = {
      type: 'date',
      timestamp: time / 1000,
      format: '{time}',
      fallback: '03:42 UTC',
    };
    expect(JSON.stringify(made)).toContain(JSON.stringify(element).slice(1, -1));
    expect(read({ summary: 's', blocks: [{ kind: 'text', text }] })).toEqual(['03:42 UTC']);
  });

  test('every tone has a sign of its own, with a title and without', () => {
    const signOf = (message: Message) => read(message)[0]?.codePointAt(0);
    const tones = ['working', 'waiting', 'good', 'warning', 'bad'] as const;
    const titled = tones.map((tone) => signOf({ summary: 's', title: 't', tone, blocks: [] }));
    expect(new Set(titled).size).toBe(5);
    expect(tones.map((tone) => signOf({ summary: 's', tone, blocks: [] }))).toEqual(titled);
  });
});

describe('a form as a modal', () => {
  test('is as it was last looked at', () => {
    const modal = toModal(goldenForm, origin);
    expect(viewProblems(plainly(modal))).toEqual([]);
    expectGolden('modal-form', modal);
    const about = 'add-s2s tenant=contoso site=hq';
    const asked = { title: 'Deny CR-1', label: 'Why?', submit: 'Deny', about, required: true };
    const why = toReasonModal(asked, origin, 'deny\nneeded\nWhy?\nCR-1');
    expect(viewProblems(plainly(why))).toEqual([]);
    expectGolden('modal-reason', why);
  });

  test('a reason asked by a card of an older version has a modal still', () => {
    const old = readButtonValue('deny\nneeded\nWhy?\nCR-1 abc');
    expect(old).toEqual({
      action: 'deny',
      value: 'CR-1 abc',
      reason: { label: 'Why?', required: true },
    });
    const view = toReasonModal(old?.reason ?? { label: '', required: false }, origin, '');
    expect(viewProblems(plainly(view))).toEqual([]);
    expect(view).toMatchObject({ title: { text: 'Give a reason' }, submit: { text: 'Send' } });
  });

  test('what a reason is asked with comes back from its button, cut to what a button holds', () => {
    const line = `set-s2s subnets=${'10.1.0.0/24,'.repeat(200)}`;
    const reason = { title: 'Deny\tCR-1', label: 'Why,\nsay?', about: line, required: true };
    const carried = toButtonValue({
      label: 'Deny',
      action: 'deny',
      value: 'x'.repeat(500),
      reason,
    });
    expect(carried.length).toBeLessThan(2000);
    expect(toMetadata(origin, carried).length).toBeLessThan(3000);
    expect(readButtonValue(carried)?.reason).toMatchObject({
      title: 'Deny CR-1',
      label: 'Why, say?',
      submit: 'Deny',
      about: expect.stringMatching(/^set-s2s subnets=.{400,490}…$/),
    });
  });

  test('carries 2,000 characters of context beside where it came from', () => {
    const carried = '"\n'.repeat(1000);
    const on = { chat: 'slack' as const, channel: 'C0MTGW', id: '1764164677.000001' };
    const metadata = toMetadata({ ...origin, on }, carried);
    expect(metadata.length).toBeLessThanOrEqual(3000);
    expect(readMetadata(metadata)).toEqual({ origin: { ...origin, on }, carried });
  });

  test.each(['', 'C0MTGW', '\n\n\nx', 'C0MTGW\n\n'])('metadata %j is none of ours', (metadata) =>
    expect(readMetadata(metadata)).toBeUndefined(),
  );

  test('with more than Slack takes of everything is a modal still, and says what is missing', () => {
    const option = (n: number) => ({
      value: n === 3 ? 'v'.repeat(200) : `v${n}`,
      label: 'l'.repeat(99),
    });
    const choice: Field = {
      kind: 'choice',
      name: 'site',
      label: 'l'.repeat(2500),
      required: true,
      value: 'v7',
      options: Array.from({ length: 150 }, (_, n) => option(n)),
    };
    const fields: Field[] = Array.from({ length: 130 }, (_, n) => ({
      kind: 'text',
      name: `f${n}`,
      label: `Field ${n}`,
      required: false,
      value: 'x'.repeat(4000),
      hint: 'h'.repeat(2500),
      error: 'e'.repeat(3500),
    }));
    const form = {
      ...goldenForm,
      title: 't'.repeat(80),
      intro: 'i'.repeat(5000),
      submit: 's'.repeat(40),
    };
    const modal = plainly(toModal({ ...form, fields: [choice, ...fields] }, origin));
    expect(viewProblems(modal).filter((problem) => !problem.includes('250 KB'))).toEqual([]);
    expect(JSON.stringify(modal)).toContain('Shortened: 50 more choices');
    expect(JSON.stringify(modal)).toMatch(/Shortened: \d+ more did not fit into one form/);
  });

  test('a menu without choices takes typed words', () => {
    const field: Field = {
      kind: 'choice',
      name: 'site',
      label: 'Site',
      required: true,
      options: [],
    };
    expect(viewProblems(plainly(toModal({ ...goldenForm, fields: [field] }, origin)))).toEqual([]);
  });
});
