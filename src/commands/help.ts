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
}

const most = 5;

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
  if (wanted === '') return overview(allowed, 'What you can do here');
  const one = allowed.find(({ name }) => name === wanted);
  if (one !== undefined) return about(one, wish.approval?.(one));
  const noun = allowed.filter((declared) => groupOf(declared) === wanted);
  if (noun.length > 0) return overview(noun, `What you can do with ${wanted}`);
  const [verb = '', ...flags] = wanted.split(/\s+/);
  const { names } = guess({ verb, words: {}, flags }, allowed);
  throw new UserError(
    `There is no help on ${show(wanted)}. ${names.length > 0 ? 'Which of these did you mean?' : 'Say help alone to see everything.'}`,
    names.length > 0 ? names.slice(0, most).map((name) => `help ${name}`) : ['help'],
  );
}

function overview(allowed: readonly Declared[], title: string): Message {
  const groups = new Map<string, Declared[]>();
  for (const declared of allowed) {
    const group = groupOf(declared);
    groups.set(group, [...(groups.get(group) ?? []), declared]);
  }
  const blocks = [...groups].flatMap(([group, members]): Block[] => [
    { kind: 'text', text: [{ bold: group }] },
    { kind: 'list', items: members.map(line) },
  ]);
  const note: Block = { kind: 'note', text: ['More about one: ', { code: 'help <command>' }] };
  const nothing: Block = { kind: 'text', text: 'Nothing. Ask in the channel of your tenant.' };
  return {
    summary: `${title}: ${plural(allowed.length, 'command')}`,
    title,
    blocks: allowed.length > 0 ? [...blocks, note] : [nothing],
  };
}

function groupOf(declared: Declared): string {
  return verbs.some(({ name }) => name === declared.name) ? 'requests' : nounOf(declared);
}

function line({ name, summary }: Declared): Text {
  return [{ code: name }, ` ${summary}`];
}

function about(declared: Declared, approval: string | undefined): Message {
  const { name, summary, args, examples } = declared;
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
      ...(examples.length > 0 ? [{ kind: 'code' as const, text: examples.join('\n') }] : []),
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
  return `${arg.label}: ${how}${bare ? '; the bare word will do' : ''}${need}`;
}

function riskOf({ kind, risk }: Declared): string | undefined {
  if (kind === undefined) return undefined;
  if (risk === 'gateway') return 'Changes the whole gateway: every tenant on it can notice.';
  if (risk === 'tenant') return 'Changes one tenant. Nothing runs before it is approved.';
  return 'Only reads. Runs at once.';
}
