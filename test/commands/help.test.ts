import { helpOn } from '../../src/commands/help';
import { parseArgs } from '../../src/commands/parse-args';
import { resolve, verbs } from '../../src/commands/verbs';
import type { Message } from '../../src/message';
import { everything, refusalOf, understand } from './small-world';

const all = { may: () => true };
const textOf = (message: Message) => JSON.stringify(message);

test('help lists what this person may run, by noun', () => {
  const message = helpOn(undefined, everything, { may: ({ kind }) => kind !== 'change' });
  const groups = message.blocks.flatMap((block) =>
    block.kind === 'text' && typeof block.text !== 'string' ? block.text : [],
  );
  expect(groups).toEqual([{ bold: 'requests' }, { bold: 's2s' }, { bold: 'bgp-peer' }]);
  expect(textOf(message)).toContain('list-s2s');
  expect(textOf(message)).not.toContain('add-s2s');
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
  const { message, suggestions } = refusalOf(() => helpOn('add-s2s', everything, { may }));
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
  expect(textOf(helpOn('', everything, { may: () => false }))).toContain('Nothing.');
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
