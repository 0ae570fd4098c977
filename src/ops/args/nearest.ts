import { distance } from 'fastest-levenshtein';

/**
 * The known words that a mistyped one is close to, nearest first, at most `most`. Close means a slip or two,
 * more in long words, one in the shortest; a word that goes on where the typed one stops is close too.
 */
export function nearest(typed: string, known: readonly string[], most = 3): string[] {
  const word = typed.toLowerCase().slice(0, 64);
  const slips = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  return known
    .map((name) => ({ name, far: farness(word, name.toLowerCase()) }))
    .filter(({ name, far }) => far <= slips && far < name.length)
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

function farness(word: string, name: string): number {
  return word.length >= 3 && name.startsWith(word) ? 1 : distance(word, name);
}
