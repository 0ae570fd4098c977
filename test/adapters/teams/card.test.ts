import { toCard, toFormCard } from '../../../src/adapters/teams/card';
import { readCardAction } from '../../../src/adapters/teams/card-action';
import { cardLimitBytes } from '../../../src/adapters/teams/card-size';
import type { Form, Message } from '../../../src/message';
import { requestCard } from '../../../src/messages/request-card';
import { cardText } from '../../../src/sandbox/loopback/teams/card-text';
import { createPeople } from '../../../src/world/people';
import { aRequest } from '../../approvals/request-fixture';
import { card as sample } from '../chat-contract-parts';
import { problemsOf, stringsNamed } from './validate-card';

const sizeOf = (card: object) => Buffer.byteLength(JSON.stringify(card));

const buttons = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ label: `B${n}`, action: 'go', value: `${n}` }));

describe('a message as an Adaptive Card', () => {
  test('the check itself finds what is wrong with a card', () => {
    expect(
      problemsOf({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'Nonsense' }] }),
    ).not.toEqual([]);
    const seven = buttons(7).map(({ label }) => ({ type: 'Action.Execute', title: label }));
    expect(problemsOf({ type: 'AdaptiveCard', version: '1.5', actions: seven })).not.toEqual([]);
  });

  test.each<[string, Message]>([
    ['one of everything', sample],
    ['a bare line', { summary: 'Nothing to change.', blocks: [] }],
    [
      'empty texts',
      {
        summary: 's',
        blocks: [
          { kind: 'text', text: '' },
          { kind: 'code', text: '' },
        ],
      },
    ],
    ['thirteen buttons', { summary: 's', blocks: [], buttons: buttons(13) }],
  ])("with %s is valid to Microsoft's library", (_what, message) => {
    expect(problemsOf(toCard(message))).toEqual([]);
  });

  test('waiting for votes, approved and verifying have heads of different colour and mark', () => {
    const people = createPeople({});
    const heads = (['pending', 'approved', 'verifying', 'unconfirmed'] as const).map((state) => {
      const [head] = toCard(requestCard(aRequest({ state }), { people, open: true })).body;
      return [head?.['style'], stringsNamed(head, 'text')[0]];
    });
    expect(heads).toEqual([
      ['accent', '🗳️ '],
      ['emphasis', '👍 '],
      ['emphasis', '🔎 '],
      ['accent', '⏰ '],
    ]);
  });

  test("a time is put in the reader's own zone by the client, with its day when that is not near", () => {
    const time = Date.UTC(2026, 10, 27, 3, 42, 17);
    const textOf = (text: string) => {
      const made = toCard({ summary: 's', blocks: [{ kind: 'text', text: [{ time, text }] }] });
      expect(problemsOf(made)).toEqual([]);
      return [
        stringsNamed(made, 'text'),
        cardText(JSON.parse(JSON.stringify(made)) as Record<string, unknown>),
      ];
    };
    expect(textOf('03:42 UTC')).toEqual([['{{TIME(2026-11-27T03:42:17Z)}}'], '03:42 UTC']);
    expect(textOf('2026-11-27 03:42 UTC')).toEqual([
      ['{{DATE(2026-11-27T03:42:17Z, SHORT)}} {{TIME(2026-11-27T03:42:17Z)}}'],
      '2026-11-27 03:42 UTC',
    ]);
  });

  test('what is bad is told by more than a colour, with a head and without', () => {
    const blocks = [{ kind: 'text' as const, text: 'Step 1 failed.' }];
    const bad = { summary: 's', tone: 'bad' as const, blocks };
    expect(stringsNamed(toCard(bad), 'text')).toEqual(['🔴 ', 'Step 1 failed.']);
    expect(stringsNamed(toCard({ ...bad, title: 'It failed' }), 'text')[0]).toBe('🔴 ');
    expect(stringsNamed(toCard({ summary: 's', blocks }), 'text')).toEqual(['Step 1 failed.']);
  });

  test('a message of one line shows that line', () => {
    expect(
      stringsNamed(toCard({ summary: 'Nothing to change.', blocks: [] }).body, 'text'),
    ).toEqual(['Nothing to change.']);
  });

  test('has no element that interprets Markdown', () => {
    const types = stringsNamed(toCard(sample), 'type');
    expect(types).not.toContain('TextBlock');
    expect(types).not.toContain('FactSet');
  });

  test('keeps the indentation of cmdlets, one block a line', () => {
    const texts = stringsNamed(toCard(sample), 'text');
    expect(texts).toContain('\u00A0\u00A0-Name contoso-hq');
  });

  test.each([7, 13, 24])('shows all of %i buttons, six in a row', (count) => {
    const card = toCard({ summary: 's', blocks: [], buttons: buttons(count) });
    const rows = card.body.filter((element) => element.type === 'ActionSet');
    expect(rows.every((row) => (row['actions'] as unknown[]).length <= 6)).toBe(true);
    expect(stringsNamed(rows, 'title')).toHaveLength(count);
  });

  test('folds a long line of code at a blank, with what goes on indented', () => {
    const text = '    -Destination 203.0.113.90 -AuthenticationMethod PSKOnly -Persistent';
    const { body } = toCard({ summary: 's', blocks: [{ kind: 'code', text }] });
    const lines = JSON.stringify(body)
      .match(/"text":"[^"]*"/g)
      ?.map((found) => found.slice(8, -1).replaceAll('\u00A0', ' '));
    expect(lines?.slice(-2)).toEqual([
      '    -Destination 203.0.113.90',
      '    -AuthenticationMethod PSKOnly -Persistent',
    ]);
    const word = 'x'.repeat(80);
    expect(
      JSON.stringify(toCard({ summary: 's', blocks: [{ kind: 'code', text: word }] })),
    ).toContain(word);
  });

  test('says how many buttons are left out beyond four rows', () => {
    const card = toCard({ summary: 's', blocks: [], buttons: buttons(30) });
    expect(stringsNamed(card.body, 'text')).toContain('6 more did not fit here.');
  });

  test('a button that asks for a reason has an input for it on the card', () => {
    const deny = toCard(sample).body.at(-1)?.['actions'] as Record<string, unknown>[];
    expect(deny[1]).toMatchObject({ type: 'Action.ShowCard', style: 'destructive', title: 'Deny' });
    expect(stringsNamed(deny[1], 'id')).toEqual(['reason']);
    expect(stringsNamed(deny[1], 'label')).toEqual(['Deny CR-1042. Why?']);
  });

  test.each<[string, Message['blocks']]>([
    ['long texts', Array.from({ length: 30 }, () => ({ kind: 'text', text: 'ä'.repeat(3000) }))],
    [
      'much code',
      [{ kind: 'code', text: Array.from({ length: 900 }, (_, n) => `step ${n}`).join('\n') }],
    ],
    [
      'many fields',
      [
        {
          kind: 'fields',
          fields: Array.from({ length: 500 }, (_, n) => ({ label: `f${n}`, value: 'v' })),
        },
      ],
    ],
    [
      'a long list',
      [{ kind: 'list', items: Array.from({ length: 500 }, (_, n) => [{ bold: `item ${n}` }]) }],
    ],
    ['many blocks', Array.from({ length: 900 }, (_, n) => ({ kind: 'text', text: `block ${n}` }))],
  ])('with %s stays under 28 KB, keeps its buttons and says that it is cut', (_what, blocks) => {
    const card = toCard({ ...sample, blocks });
    expect(sizeOf(card)).toBeLessThan(cardLimitBytes);
    expect(problemsOf(card)).toEqual([]);
    expect(stringsNamed(card, 'title')).toContain('Approve');
    expect(stringsNamed(card, 'text').join('\n')).toContain('Shortened');
  });
});

const form: Form = {
  title: 'Add a tunnel',
  submit: 'Plan it',
  context: 'add-s2s',
  fields: [
    {
      kind: 'text',
      name: 'context',
      label: 'Far end',
      required: true,
      value: '1',
      error: 'is no address',
    },
    { kind: 'secret', name: 'psk', label: 'Key', required: false, value: 'hunter2' },
    {
      kind: 'choice',
      name: 'site',
      label: 'Site',
      required: true,
      options: [{ value: 'hq', label: 'HQ' }],
    },
    { kind: 'check', name: 'generate', label: 'Generate', required: false },
  ],
};

describe('a form as an Adaptive Card', () => {
  test("is valid to Microsoft's library", () => {
    expect(problemsOf(toFormCard(form))).toEqual([]);
  });

  test('masks a secret and never sends the value it was given', () => {
    const text = JSON.stringify(toFormCard(form));
    expect(text).toContain('"style":"password"');
    expect(text).not.toContain('hunter2');
  });

  test('shows what was wrong', () => {
    expect(stringsNamed(toFormCard(form), 'text')).toContain('Far end: is no address');
  });
});

type Execute = { verb: string; data: Record<string, unknown> };

describe('what a card brings back', () => {
  test('a press is read from the action that the card carried', () => {
    const actions = toCard(sample).body.at(-1)?.['actions'] as Execute[] | undefined;
    const approve = actions?.[0];
    expect(readCardAction(approve?.verb ?? '', approve?.data ?? {})).toEqual({
      kind: 'press',
      action: 'approve',
      value: 'CR-1042 v3',
    });
  });

  test('a field may be called like what the action itself carries', () => {
    const data = { context: 'add-s2s', 'field.context': '203.0.113.9', 'field.psk': 'x' };
    expect(readCardAction('mtgw.submit', data)).toEqual({
      kind: 'submit',
      context: 'add-s2s',
      values: { context: '203.0.113.9', psk: 'x' },
    });
  });

  test.each([
    ['another verb', 'refresh', {}],
    ['a press without a value', 'mtgw.press', { action: 'approve' }],
    ['a value that is no text', 'mtgw.press', { action: 'approve', value: { a: 1 } }],
    ['a form without context', 'mtgw.submit', { 'field.x': '1' }],
  ])('%s is not taken', (_what, verb, data) => {
    expect(readCardAction(verb, data)).toBeUndefined();
  });
});
