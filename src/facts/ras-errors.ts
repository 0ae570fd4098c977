import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../package-root';

const entry = z.looseObject({ name: z.string(), meaning: z.string().optional() });
const file = z.looseObject({
  codes: z.record(z.string(), entry),
  unreachabilityReasons: z.record(z.string(), entry.partial()),
});

const data = file.parse(
  JSON.parse(readFileSync(join(packageRoot, 'data', 'ras-errors.json'), 'utf8')),
);

/** What a number in LastError means, in a sentence; the number itself is always in it. */
export function rasError(code: number): string {
  const { error, result } = apart(code);
  const number = error === undefined ? result : `${error}${result && ` (${result})`}`;
  const known = error === undefined ? undefined : find(data.codes, String(error));
  if (known === undefined) return `error ${number}`;
  return `error ${number}${known.meaning ? `: ${withoutStop(known.meaning)}` : ` (${known.name})`}`;
}

/** What a reason for being unreachable means; as it is when it is not known. */
export function unreachableReason(word: string): string {
  const meaning = find(data.unreachabilityReasons, word.toUpperCase())?.meaning;
  if (meaning === undefined) return word;
  return withoutStop(meaning.charAt(0).toLowerCase() + meaning.slice(1));
}

/**
 * What the number in an error id of a cmdlet means, `Windows System Error 870` or `HRESULT 80070032`: undefined where
 * there is none, or where we know no meaning.
 */
export function meaningOfErrorId(errorId: string): string | undefined {
  const decimal = /^Windows System Error (\d{1,10})\b/.exec(errorId)?.[1];
  const hex = /^HRESULT (?:0x)?([0-9a-f]{8})\b/i.exec(errorId)?.[1];
  if (decimal === undefined && hex === undefined) return undefined;
  const { error } = apart(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal));
  return error === undefined ? undefined : find(data.codes, String(error))?.meaning;
}

/** 0x8007xxxx is an error of Windows as an HRESULT; some readings give it so, as a negative number too. */
function apart(code: number): { error?: number; result: string } {
  const unsigned = code < 0 ? code + 2 ** 32 : code;
  if (unsigned < 0x8000_0000) return { error: unsigned, result: '' };
  const result = `0x${unsigned.toString(16).toUpperCase()}`;
  return Math.floor(unsigned / 0x1_0000) === 0x8007
    ? { error: unsigned % 0x1_0000, result }
    : { result };
}

function find<T>(table: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
