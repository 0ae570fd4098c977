import { unescapeText } from './escape';

type Primitive = string | number | bigint | boolean | null;

/** A whole number that JavaScript holds exactly, else a bigint. */
function readLong(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

function readDouble(text: string): number {
  // XmlConvert's names; .NET itself says Infinity.
  if (text === 'INF') return Number.POSITIVE_INFINITY;
  if (text === '-INF') return Number.NEGATIVE_INFINITY;
  return Number(text);
}

/** Dates (ISO), durations (ISO), Guid, Version, Uri and bytes (base64) stay the text that they travel as. */
const asIs = (text: string): string => text;

/** Every primitive element of CLIXML, [MS-PSRP] 2.2.5.1. */
export const PRIMITIVES: ReadonlyMap<string, (text: string) => Primitive> = new Map<
  string,
  (text: string) => Primitive
>([
  ['S', unescapeText],
  ['C', (text: string) => String.fromCharCode(Number(text))],
  ['B', (text: string) => text === 'true'],
  ['By', Number],
  ['SB', Number],
  ['U16', Number],
  ['I16', Number],
  ['U32', Number],
  ['I32', Number],
  ['U64', readLong],
  ['I64', readLong],
  ['Sg', readDouble],
  ['Db', readDouble],
  ['D', Number],
  ['DT', asIs],
  ['TS', asIs],
  ['BA', asIs],
  ['G', asIs],
  ['Version', asIs],
  ['URI', unescapeText],
  ['XD', unescapeText],
  ['SBK', unescapeText],
  // A SecureString is encrypted for a session key that we do not have, and nobody here should want it.
  ['SS', () => null],
  ['Nil', () => null],
]);
