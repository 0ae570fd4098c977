import { plural } from '../messages/words';
import { UserError } from '../errors';
import type { Block, Message, Text } from '../message';
import type { Arg } from '../ops/arg';
import { type Declared, nounOf } from './declared';
import { guess } from './lookup';
import { show } from './show';
import { verbs } from './verbs';

interface HelpWish {
  /** May this person run it here? What they may not run is not shown, and is unknown as a topic. */
  may(declared: Declared): boolean;
  /** Who approves such a change, in a sentence, where the policy can tell beforehand. */
  approval?(declared: Declared): string | undefined;
  /** What stands in front of a command in that chat: `/mtgw`. */
  address: string;
  /** Of whom the examples speak: the tenant whose channel it is. */
  tenant?: string | undefined;
}

const most = 5;

/** The nouns of each group, in the order shown, with what people call it. */
const groups: { title: string; topic: string; nouns: string[] }[] = [
  { title: 'Health', topic: 'health', nouns: [''] },
  { title: 'Site-to-site tunnels', topic: 's2s', nouns: ['s2s'] },
  { title: 'BGP', topic: 'bgp', nouns: ['bgp', 'bgp-peer'] },
];

/**
 * Everything, one noun, or one command.
 * @throws UserError for a topic that is neither, with the nearest ones
 */
export function helpOn(
  topic: string | undefined,
  all: readonly Declared[],
  wish: HelpWish,
): Message {
  const allowed = all.filter((declared) => wish.may(declared));
  const wanted = topic?.trim().toLowerCase().replace(/^\//, '') ?? '';
  if (wanted === '') return overview(allowed, 'What you can do here', wish);
  const one = allowed.find(({ name }) => name === wanted);
  if (one !== undefined) return about(one, wish);
  const noun = allowed.filter(
    (declared) => nounOf(declared) === wanted || groupOf(declared).topic === wanted,
  );
  if (noun.length > 0) return overview(noun, `What you can do with ${wanted}`, wish);
  const [verb = '', ...flags] = wanted.split(/\s+/);
  const { names } = guess({ verb, words: {}, flags }, allowed);
  throw new UserError(
    `There is no help on ${show(wanted)}. ${names.length > 0 ? 'Which of these did you mean?' : 'Say help alone to see everything.'}`,
    names.length > 0 ? names.slice(0, most).map((name) => `help ${name}`) : ['help'],
  );
}

function overview(allowed: readonly Declared[], title: string, wish: HelpWish): Message {
  const known = groups.map(({ topic }) => topic);
  const topics = new Set([...known, ...allowed.map((one) => groupOf(one).topic)]);
  // Requests come last: one looks and asks before there are any.
  topics.delete('requests');
  const shown = [...topics, 'requests'].flatMap((topic): Block[] => {
    const members = allowed.filter((declared) => groupOf(declared).topic === topic);
    const [first] = members;
    if (first === undefined) return [];
    return [
      { kind: 'text', text: [{ bold: groupOf(first).title }] },
      { kind: 'list', items: members.map(line) },
    ];
  });
  const nothing: Block = { kind: 'text', text: 'Nothing. Ask in the channel of your tenant.' };
  return {
    summary: `${title}: ${plural(allowed.length, 'command')}`,
    title,
    blocks: allowed.length > 0 ? [...shown, ...nextSteps(allowed, wish)] : [nothing],
  };
}

/** A line to copy of what only looks and of what changes something, and how to read more. */
function nextSteps(allowed: readonly Declared[], wish: HelpWish): Block[] {
  const change = allowed.find(({ kind, examples }) => kind === 'change' && examples.length > 0);
  const look = allowed.find(({ kind, examples }) => kind === 'query' && examples.length > 0);
  const lines = [look, change].flatMap((one) => one?.examples[0] ?? []);
  const topic = (change ?? look ?? allowed[0])?.name ?? '';
  const help = `${wish.address} help ${topic}`;
  return [
    ...(lines.length === 0
      ? []
      : [{ kind: 'code' as const, text: lines.map((each) => spelled(each, wish)).join('\n') }]),
    { kind: 'text', text: ['How one of them works, with its examples: ', { code: help }] },
  ];
}

/** As it is typed there, of the tenant that is spoken of there. */
function spelled(example: string, { address, tenant }: HelpWish): string {
  const own = tenant === undefined ? example : example.replace(/tenant=\w+/, `tenant=${tenant}`);
  return `${address} ${own}`;
}

function groupOf(declared: Declared): { title: string; topic: string } {
  if (verbs.some(({ name }) => name === declared.name)) {
    return { title: 'Requests', topic: 'requests' };
  }
  const noun = nounOf(declared);
  return groups.find(({ nouns }) => nouns.includes(noun)) ?? { title: noun, topic: noun };
}

function line({ name, summary }: Declared): Text {
  return [{ code: name }, ` ${summary}`];
}

function about(declared: Declared, wish: HelpWish): Message {
  const { name, summary, args, examples } = declared;
  const approval = wish.approval?.(declared);
  const fields = Object.entries(args).map(([key, arg]) => ({
    label: key,
    value: explain(arg, declared.bare === key),
  }));
  const notes = [riskOf(declared), approval].filter((note) => note !== undefined);
  return {
    summary: `${name}: ${summary}`,
    title: [{ code: name }],
    blocks: [
      { kind: 'text', text: summary },
      ...(fields.length > 0 ? [{ kind: 'fields' as const, fields }] : []),
      ...(examples.length > 0
        ? [{ kind: 'code' as const, text: examples.map((one) => spelled(one, wish)).join('\n') }]
        : []),
      ...notes.map((text) => ({ kind: 'note' as const, text })),
    ],
  };
}

function explain(arg: Arg, bare: boolean): string {
  const how = arg.secret
    ? arg.secret.makeable
      ? 'never typed in a line: a form asks for it, or the bot makes it'
      : 'never typed in a line: a form asks for it'
    : arg.hint;
  const need = arg.required && !arg.secret?.makeable ? '' : ' (optional)';
  return `${how}${bare ? '; the bare word will do' : ''}${need}`;
}

function riskOf({ kind, risk }: Declared): string | undefined {
  if (kind === undefined) return undefined;
  if (risk === 'gateway') return 'Changes the whole gateway: every tenant on it can notice.';
  if (risk === 'tenant') return 'Changes one tenant. Nothing runs before it is approved.';
  return 'Only reads. Runs at once.';
}
