import { UserError } from '../errors';
import { tenantOfChannel } from '../world/inventory';
import { plain } from '../messages/replies';
import type { Operation } from '../ops/operation';
import { refusedEverywhere, requireKnown } from '../workflow/authorize';
import { isWithin, reachOf } from '../workflow/reach';
import { canonicalLine } from './canonical-line';
import type { Declared } from './declared';
import { type ParsedLine, readLine } from './grammar';
import type { Heard } from './heard';
import { helpOn } from './help';
import { findVerb } from './lookup';
import { linesOf } from './normalise';
import { askFor } from './on-operation';
import { perform } from './perform';
import { readHere } from './read-here';
import { requestHere } from './request-here';
import { unknownChannel } from './unknown-channel';
import { verbs } from './verbs';

/** A line that a person typed: an operation on a gateway, or one of the bot's own verbs. */
export async function onLine(heard: Heard, text: string): Promise<void> {
  refuseSeveral(heard, text);
  return onParsed(heard, readLine(text.trim() === '' ? 'help' : text));
}

/** A line that is read already: as typed, or one of the bot's own that a button carried. */
export async function onParsed(heard: Heard, line: ParsedLine): Promise<void> {
  const { parts } = heard;
  const allowed = allDeclared(heard).filter((declared) => maySee(heard, declared));
  // Help and suggestions speak of what this person may do; the command itself is looked up among all.
  const found = findVerb(line, allDeclared(heard), allowed);
  const read = readHere(heard, found, line);
  const here = read.missing.includes('request') ? await requestHere(heard) : undefined;
  const given = here === undefined ? read.given : { ...read.given, request: here };
  const missing =
    here === undefined ? read.missing : read.missing.filter((arg) => arg !== 'request');
  if (found.name === 'help') {
    const help = helpOn(given['topic'], allowed, helpHere(heard));
    const unknown = unknownChannel(heard);
    const notes = unknown === undefined ? [] : [{ kind: 'note' as const, text: unknown }];
    await heard.answer.say({ ...help, blocks: [...help.blocks, ...notes] });
    return;
  }
  const operation = parts.operations.find(({ name }) => name === found.name);
  if (operation !== undefined) return askFor(heard, operation, given, missing);
  if (missing.length > 0) throw await stillNeeded(heard, found, given, missing);
  const said = await perform(heard, found.name, given);
  if (said !== undefined) await heard.answer.say(typeof said === 'string' ? plain(said) : said);
}

/** In Teams a mention works wherever the bot is; its slash commands are not in every tenant. */
function helpHere({ parts, where }: Heard): Parameters<typeof helpOn>[2] {
  const channel = parts.channels.nameOf(where);
  return {
    may: () => true,
    address: where.chat === 'slack' ? '/mtgw' : '@mtgw',
    tenant: channel === undefined ? undefined : tenantOfChannel(parts.inventory, channel),
  };
}

/** Which of them comes first, and what of the others when it fails? @throws UserError for several commands */
function refuseSeveral(heard: Heard, text: string): void {
  // It is refused as too long in a moment.
  if (text.length > 8_000) return;
  const names = new Set(allDeclared(heard).map(({ name }) => name));
  const lines = linesOf(text);
  const commands = lines.filter((line) => names.has(line.split(/\s/, 1)[0]?.toLowerCase() ?? ''));
  if (commands.length < 2) return;
  // A key in one of them is told before anything of it is repeated.
  for (const line of lines) readLine(line);
  throw new UserError(
    `One command at a time: this message has ${commands.length}. Press the one that comes first.`,
    commands,
  );
}

/** All that a line may begin with, whether or not this person may run it: a refusal can then say why. */
export function allDeclared(heard: Heard): Declared[] {
  return [...heard.parts.operations.map(asDeclared), ...verbs];
}

/** An operation for those who read only its words: changes and queries then have one type. */
export function asDeclared(operation: Operation): Declared {
  return operation;
}

/** Which request? The open ones, as buttons. */
async function stillNeeded(
  heard: Heard,
  { name: verb, args }: Declared,
  given: Record<string, string>,
  missing: string[],
): Promise<UserError> {
  if (missing.join() === 'because') {
    const { request = '', ...rest } = given;
    const line = canonicalLine(`${verb} ${request}`, args, rest);
    return new UserError(
      `${verb} needs a reason, which everybody reads. Type: ${line} because="..."`,
    );
  }
  if (!missing.includes('request')) {
    return new UserError(`${verb} also needs ${missing.join(', ')}. See: help ${verb}`, [
      `help ${verb}`,
    ]);
  }
  requireKnown(heard.parts, heard.person);
  const open = (await heard.parts.store.open()).filter((one) => isWithin(heard.parts, one, heard));
  if (open.length === 0) return new UserError(`Which request? None is open now.`);
  return new UserError(
    `Which request? Say ${verb} and its number.`,
    open.slice(-5).map(({ id }) => `${verb} ${id}`),
  );
}

/** May this person, somewhere, with some tenant, do this? */
function maySee(heard: Heard, declared: Declared): boolean {
  const { parts, person } = heard;
  if (declared.name === 'help') return true;
  if (declared.kind !== 'change') {
    const reach = reachOf(parts, person);
    return reach === 'all' || reach.size > 0;
  }
  return refusedEverywhere(parts, person, declared) === undefined;
}
