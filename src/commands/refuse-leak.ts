import { findLeakIn, labelOf, leaked, looksSecret } from './leak';
import type { Word } from './read-words';

/**
 * `psk=" hunter2"`, `psk hunter2`, `psk:hunter2` and `note=psk:hunter2` give a key away; `rotate psk`, with a blank
 * for the dash, and `secret show` do not.
 * @throws UserError
 */
export function refuseLeak(words: readonly Word[]): void {
  for (const [index, { name, value }] of words.entries()) {
    if (value === undefined) refuseBare(words, index);
    else refuseValue(name, value);
  }
}

function refuseValue(name: string, value: string): void {
  if (looksSecret(name) && value.trim() !== '') throw leaked(name);
  const inner = findLeakIn(value);
  if (inner !== undefined) throw leaked(inner);
}

function refuseBare(words: readonly Word[], index: number): void {
  const name = words[index]?.name ?? '';
  const label = labelOf(name);
  if (!looksSecret(label)) return;
  // One sign behind the name (`psk:`) holds nothing yet; more is the value.
  if (name.length > label.length + 1) throw leaked(label);
  const next = words[index + 1];
  const isCommand = index === 0 && /^(secret|key|token|pass|credentials?)$/i.test(name);
  const isNoun = index === 1 && name === label && words[0]?.name.includes('-') === false;
  if (next !== undefined && next.value === undefined && !isNoun && !isCommand) throw leaked(label);
}
