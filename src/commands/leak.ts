import { distance } from 'fastest-levenshtein';
import { UserError } from '../errors';
import { withoutWidthless } from '../ops/args/unseen';
import { folded, findLeakInProse } from './leak-in-prose';
import { visible } from './show';

/** What people call a secret, without dashes. */
const names = new Set(
  'psk secret password passwd passphrase pwd pw pass key token credential credentials sharedkey sharedsecret presharedkey presharedsecret apikey privatekey radiussecret'.split(
    ' ',
  ),
);
const long = [...names].filter((name) => name.length >= 6);

/** Does an argument of this name hold a secret? Slips of the finger count: `passwrod=` has leaked as well. */
export function looksSecret(name: string): boolean {
  const plain = name.toLowerCase().replace(/[-_]/g, '');
  if (plain.length > 40) return false;
  if (names.has(plain) || /psk|passw|secret|passphrase|sharedkey|kennwort/.test(plain)) return true;
  if (Array.from(plain).sort().join('') === 'kps') return true;
  return plain.length >= 6 && long.some((known) => isSlipOf(plain, known));
}

/** So near to the name of a secret that it was meant; in short names two slips make another word (`pfs`). */
export function isSlipOf(typed: string, secret: string): boolean {
  return distance(typed.slice(0, 64), secret) <= (secret.length < 6 ? 1 : 2);
}

/** The name that a word begins with: `psk` of `psk:hunter2` and of `psk->hunter2`. */
export function labelOf(word: string): string {
  return /^[\w-]*\w/.exec(word)?.[0] ?? '';
}

/** The name under which a line gives a secret away, wherever it stands, or undefined. */
export function findLeak(line: string): string | undefined {
  // A blank of no width between name and sign is taken out of a typed line, and must hide nothing in a form.
  const seen = withoutWidthless(line);
  // Looking ahead, because `note=psk=...` has one name right behind another. Quotes alone are no value.
  const assigned =
    /(?<![\p{L}\p{N}_-])([\p{L}\p{N}_-]{1,40})\s{0,9}={1,9}\s{0,9}(?=["'\\]{0,9}=*[^\s"'\\=])/gu;
  for (const [, name = ''] of seen.matchAll(assigned)) {
    if (looksSecret(name)) return name.replace(/^-+/, '');
  }
  return undefined;
}

/** The same for one value, which may be a sentence: `psk:...` as a word of its own, and keys that are told in prose. */
export function findLeakIn(value: string): string | undefined {
  const seen = withoutWidthless(value);
  const label = /^[\w-]+:\S+$/.test(seen) ? labelOf(seen) : '';
  return looksSecret(label) ? label : (findLeak(folded(value)) ?? findLeakInProse(value));
}

/** The name of a secret whose value a sentence would repeat: what stands behind that name, sign between or not. */
export function findEcho(line: string, sentence: string): string | undefined {
  const pairs =
    /(?<![\p{L}\p{N}_-])(?=([\p{L}\p{N}_-]{1,40})[^\p{L}\p{N}]{1,9}([^\s=]{3,20})(?!\s*=))/gu;
  for (const [, name = '', behind = ''] of line.matchAll(pairs)) {
    if (looksSecret(name) && sentence.includes(behind)) return name;
  }
  return undefined;
}

/** Never says the value. There is no corrected line to press: the key itself must be changed first. */
export function leaked(name: string): UserError {
  const shown = visible(name);
  return new UserError(
    `${shown} is a secret, and now it is in the chat history. Delete that message and change the key wherever it is used. ` +
      `Then send the line without ${shown}: a secret is asked for in a form, or made by the bot.`,
  );
}
