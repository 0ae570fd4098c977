import { plain } from '../messages/replies';
import type { Inbound } from '../ports/chat';
import { parseLine } from './grammar';
import type { Heard } from './heard';
import { findVerb } from './lookup';
import { openForm } from './open-form';
import { allDeclared, onParsed } from './on-line';
import { perform } from './perform';
import { readHere } from './read-here';
import { readPress } from './read-press';

/** A button that somebody pressed, maybe one that is not meant for them any more, or never was. */
export async function onPress(heard: Heard, event: Inbound & { kind: 'press' }): Promise<void> {
  const { action, value } = event;
  if (action === 'say') return onParsed(heard, parseLine(value));
  if (action === 'form') return reopen(heard, value);
  const said = await perform(heard, action, readPress(event));
  if (said !== undefined) await heard.answer.say(typeof said === 'string' ? plain(said) : said);
}

async function reopen(heard: Heard, line: string): Promise<void> {
  const parsed = parseLine(line);
  const found = findVerb(parsed, allDeclared(heard));
  const operation = heard.parts.operations.find(({ name }) => name === found.name);
  if (operation === undefined) return onParsed(heard, parsed);
  const { given } = readHere(heard, operation, parsed);
  return openForm(heard, operation, given, operation.summary);
}
