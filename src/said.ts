import { createHash } from 'node:crypto';

/**
 * A sentence that may be said anywhere. Where it had to leave out what can name another tenant's things, `words` is the
 * whole of it, for places where all tenants may be spoken of. Whoever forgets which is which says too little.
 */
export interface Said {
  sentence: string;
  words?: string | undefined;
}

export type Sayable = string | Said;

/**
 * Leave out what can name another tenant's things: the gateway's own words, or what another tenant has.
 * @param plain the sentence without that; a reference is added, under which the operators find the words
 */
export function leaveOut(words: string, plain: string): Said {
  const reference = createHash('sha256').update(words).digest('hex').slice(0, 8);
  return { sentence: `${plain} The operators have the reason, under ${reference}.`, words };
}

/** The same sentence around either form of what it is about. */
export function around(about: Sayable, sentence: (about: string) => string): Said {
  const said = toSaid(about);
  return {
    sentence: sentence(said.sentence),
    ...(said.words === undefined ? {} : { words: sentence(said.words) }),
  };
}

/** Several sentences as one; empty ones are left out. */
export function together(...parts: readonly Sayable[]): Said {
  const all = parts.map(toSaid).filter(({ sentence }) => sentence !== '');
  const sentence = all.map((said) => said.sentence).join(' ');
  if (all.every(({ words }) => words === undefined)) return { sentence };
  return { sentence, words: all.map((said) => said.words ?? said.sentence).join(' ') };
}

/** A plain string names no other tenant's things, so it may be said anywhere. */
export function toSaid(said: Sayable): Said {
  return typeof said === 'string' ? { sentence: said } : said;
}

/** The form for a place. @param open whether all tenants may be spoken of there */
export function spoken(said: Said, open: boolean): string {
  return open ? (said.words ?? said.sentence) : said.sentence;
}
