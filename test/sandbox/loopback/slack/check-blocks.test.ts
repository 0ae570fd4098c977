import { blockProblems } from '../../../../src/sandbox/loopback/slack/check-blocks';
import { viewProblems } from '../../../../src/sandbox/loopback/slack/check-view';

const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const header = (length: number) => ({ type: 'header', text: plain(length) });
const section = (more: object) => ({ type: 'section', ...more });
const button = (more: object = {}) => ({ type: 'button', text: plain(5), value: 'v', ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const rich = (...elements: object[]) => ({ type: 'rich_text', elements });
const line = (text: string) => ({ type: 'rich_text_section', elements: [{ type: 'text', text }] });
const input = (element: object, more: object = {}) => ({
  type: 'input',
  label: plain(5),
  element,
  ...more,
});
const option = (value: string) => ({ text: plain(5), value });
const select = (count: number, more: object = {}) => ({
  type: 'static_select',
  options: Array.from({ length: count }, (_, n) => option(`v${n}`)),
  ...more,
});
const times = (count: number, make: (n: number) => object) =>
  Array.from({ length: count }, (_, n) => make(n));
const buttons = (count: number) => actions(...times(count, (n) => button({ action_id: `a${n}` })));

/** What Slack still takes, and the same with one too many. */
const edges: [string, object[], object[]][] = [
  ['blocks', times(50, () => header(5)), times(51, () => header(5))],
  ['a header', [header(150)], [header(151)]],
  ['an empty header', [header(1)], [header(0)]],
  ['a section', [section({ text: plain(3000) })], [section({ text: plain(3001) })]],
  [
    'fields',
    [section({ fields: times(10, () => plain(5)) })],
    [section({ fields: times(11, () => plain(5)) })],
  ],
  ['a field', [section({ fields: [plain(2000)] })], [section({ fields: [plain(2001)] })]],
  ['buttons', [buttons(25)], [buttons(26)]],
  ['a label', [actions(button({ text: plain(75) }))], [actions(button({ text: plain(76) }))]],
  [
    'a value',
    [actions(button({ value: 'x'.repeat(2000) }))],
    [actions(button({ value: 'x'.repeat(2001) }))],
  ],
  ['a style', [actions(button({ style: 'danger' }))], [actions(button({ style: 'default' }))]],
  [
    'an action id',
    [actions(button({ action_id: 'a'.repeat(255) }))],
    [actions(button({ action_id: 'a'.repeat(256) }))],
  ],
  [
    'action ids in one block',
    [actions(button({ action_id: 'a' }), button({ action_id: 'b' }))],
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
  ],
  [
    'block ids',
    [
      { ...header(5), block_id: 'a' },
      { ...header(5), block_id: 'b' },
    ],
    [
      { ...header(5), block_id: 'a' },
      { ...header(5), block_id: 'a' },
    ],
  ],
  [
    'small print',
    [{ type: 'context', elements: times(10, () => plain(5)) }],
    [{ type: 'context', elements: times(11, () => plain(5)) }],
  ],
  ['rich text', [rich(line('x'))], [rich(line(''))]],
  ['elements of rich text', [rich(line('x'))], [rich({ type: 'text', text: 'x' })]],
  [
    'a list',
    [rich({ type: 'rich_text_list', style: 'bullet', elements: [line('x')] })],
    [rich({ type: 'rich_text_list', elements: [line('x')] })],
  ],
  ['kinds of block', [{ type: 'divider' }], [{ type: 'marquee' }]],
  [
    'markup in a button',
    [actions(button())],
    [actions(button({ text: { type: 'mrkdwn', text: 'x' } }))],
  ],
];

describe('the block check of the Slack on this machine', () => {
  test.each(edges)('takes %s up to the limit and refuses more', (_what, good, bad) => {
    expect(blockProblems(good, 'message')).toEqual([]);
    expect(blockProblems(bad, 'message')).not.toEqual([]);
  });

  test('takes inputs in modals only, and twice as many blocks there', () => {
    const one = [input({ type: 'plain_text_input' })];
    expect(blockProblems(one, 'modal')).toEqual([]);
    expect(blockProblems(one, 'message')).not.toEqual([]);
    expect(
      blockProblems(
        times(100, () => header(5)),
        'modal',
      ),
    ).toEqual([]);
    expect(
      blockProblems(
        times(101, () => header(5)),
        'modal',
      ),
    ).not.toEqual([]);
  });

  test.each<[string, object, object]>([
    ['options', select(100), select(101)],
    ['no options', select(1), select(0)],
    [
      'an option value',
      select(1, { options: [option('x'.repeat(150))] }),
      select(1, { options: [option('x'.repeat(151))] }),
    ],
    [
      'the chosen option',
      select(2, { initial_option: option('v1') }),
      select(2, { initial_option: option('v2') }),
    ],
    ['kinds of input', select(1), { type: 'password_input' }],
    [
      'a prefilled text',
      { type: 'plain_text_input', initial_value: 'x'.repeat(3000) },
      { type: 'plain_text_input', initial_value: 'x'.repeat(3001) },
    ],
  ])('takes %s of an input up to the limit and refuses more', (_what, good, bad) => {
    expect(blockProblems([input(good)], 'modal')).toEqual([]);
    expect(blockProblems([input(bad)], 'modal')).not.toEqual([]);
  });

  const view = { type: 'modal', title: plain(24), submit: plain(24), blocks: [header(5)] };
  test.each<[string, object]>([
    ['a long title', { title: plain(25) }],
    ['a long submit', { submit: plain(25) }],
    ['too much private metadata', { private_metadata: 'x'.repeat(3001) }],
    ['another type', { type: 'home' }],
    ['inputs without a submit', { submit: undefined, blocks: [input(select(1))] }],
  ])('takes a modal, but not with %s', (_what, more) => {
    expect(viewProblems({ ...view, private_metadata: 'x'.repeat(3000) })).toEqual([]);
    expect(viewProblems({ ...view, ...more })).not.toEqual([]);
  });
});
