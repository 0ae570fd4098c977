import { helpOn } from '../../src/commands/help';
import { parseArgs } from '../../src/commands/parse-args';
import { resolve, verbs } from '../../src/commands/verbs';
import { plainText } from '../../src/adapters/web/text';
import type { Message } from '../../src/message';
import { operations } from '../../src/ops/catalog';
import { everything, refusalOf, understand } from './small-world';

const all = { may: () => true, address: '/mtgw' };
const textOf = (message: Message) => JSON.stringify(message);

test('help lists what this person may run, by noun', () => {
  const message = helpOn(undefined, everything, {
    ...all,
    may: ({ kind }) => kind !== 'change',
  });
  const groups = message.blocks.flatMap((block) =>
    block.kind === 'text' && typeof block.text !== 'string' ? block.text.slice(0, 1) : [],
  );
  expect(groups.slice(0, -1)).toEqual([
    { bold: 'Site-to-site tunnels' },
    { bold: 'BGP' },
    { bold: 'Requests' },
  ]);
  expect(textOf(message)).toContain('list-s2s');
  expect(textOf(message)).not.toContain('add-s2s');
});

test('help has a heading for every group of what there is, and for none twice', () => {
  const { blocks } = helpOn(undefined, [...operations, ...verbs], all);
  const headings = blocks.flatMap(({ kind }, at) => (kind === 'list' ? [blocks[at - 1]] : []));
  expect(headings.map((block) => block?.kind === 'text' && plainText(block.text))).toEqual([
    'Health',
    'Site-to-site tunnels',
    'BGP',
    'Requests',
  ]);
});

test('help ends with lines to copy, as they are typed in that chat and of its tenant, and one way on', () => {
  const { blocks } = helpOn('', everything, { ...all, address: '@mtgw', tenant: 'fabrikam' });
  expect(blocks.slice(-2)).toEqual([
    { kind: 'code', text: '@mtgw list-s2s\n@mtgw add-s2s tenant=fabrikam site=hq' },
    {
      kind: 'text',
      text: ['How one of them works, with its examples: ', { code: '@mtgw help add-s2s' }],
    },
  ]);
});

test.each(operations)('help on $name says nothing twice', (operation) => {
  const { blocks } = helpOn(operation.name, operations, all);
  const fields = blocks.flatMap((block) => (block.kind === 'fields' ? block.fields : []));
  const labels = Object.values(operation.args).map(({ label }) => label);
  for (const { value } of fields) {
    expect(labels.filter((label) => plainText(value).startsWith(`${label}:`))).toEqual([]);
  }
});

test('help on a noun lists its commands', () => {
  const text = textOf(helpOn('s2s', everything, all));
  for (const name of ['add-s2s', 'set-s2s', 'remove-s2s', 'list-s2s']) expect(text).toContain(name);
  expect(text).not.toContain('restart-gateway');
});

test('help on a command has its arguments, examples, risk and approvers', () => {
  const approval = () => 'Needs one approver of network-leads.';
  const text = textOf(helpOn('ADD-S2S', everything, { ...all, approval }));
  expect(text).toContain('10.1.0.0/24:100');
  expect(text).toContain('never typed in a line');
  expect(text).toContain('add-s2s tenant=contoso site=hq');
  expect(text).toContain('Nothing runs before it is approved.');
  expect(text).toContain('Needs one approver of network-leads.');
});

test('help on a command that one may not run knows nothing of it', () => {
  const may = ({ kind }: { kind?: string }) => kind !== 'change';
  const { message, suggestions } = refusalOf(() => helpOn('add-s2s', everything, { ...all, may }));
  expect(message).toContain('There is no help on "add-s2s"');
  expect(suggestions.join()).not.toContain('add-s2s');
});

test.each([
  ['ad-s2s', 'help add-s2s'],
  ['delete tunnel', 'help remove-s2s'],
  ['constructor', 'help'],
])('help on %j offers %s', (topic, line) => {
  expect(refusalOf(() => helpOn(topic, everything, all)).suggestions).toContain(line);
});

test('who may run nothing is told where to ask', () => {
  expect(textOf(helpOn('', everything, { ...all, may: () => false }))).toContain('Nothing.');
});

test.each(verbs.flatMap(({ examples }) => examples))('the example %j is complete', (line) => {
  expect(understand(line).missing).toEqual([]);
});

test('a verb knows the types of its values', () => {
  const { given } = understand('resolve CR-7 as=Not-Applied because="read it"');
  const values = parseArgs(resolve.args, given);
  const as: 'applied' | 'not-applied' | 'undo' | 'close' = values.as;
  expect(as).toBe('not-applied');
});
