import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';

/** Bytes, or characters of base64: some milliseconds to read, also of the worst. A whole number of fours, as base64 is. */
const inOnePart = 32_768;

/**
 * The CLIXML of a marked line, part by part: unpacked as one it would keep everybody else waiting. Throws for an unknown
 * encoding, and above `maxBytes` once unpacked.
 */
export async function* unpackAnswer(line: string, maxBytes: number): AsyncGenerator<string> {
  const blank = line.indexOf(' ');
  const [encoding, payload] = [line.slice(0, blank), line.slice(blank + 1)];
  // A part may end inside of a character.
  const decoder = new StringDecoder('utf8');
  for await (const bytes of unpacked(encoding, payload, maxBytes)) yield decoder.write(bytes);
  const rest = decoder.end();
  if (rest !== '') yield rest;
}

function unpacked(
  encoding: string,
  payload: string,
  maxBytes: number,
): Iterable<Buffer> | AsyncIterable<Buffer> {
  if (encoding === 'plain') return packedParts(payload);
  if (encoding !== 'gzip') throw new Error(`Unknown encoding ${encoding}.`);
  return unzipped(payload, maxBytes);
}

async function* unzipped(payload: string, maxBytes: number): AsyncGenerator<Buffer> {
  const unzip = Readable.from(packedParts(payload)).pipe(createGunzip({ chunkSize: inOnePart }));
  let length = 0;
  for await (const bytes of unzip as AsyncIterable<Buffer>) {
    length += bytes.length;
    if (length > maxBytes) throw new Error(`It unpacks to more than ${maxBytes} bytes.`);
    yield bytes;
  }
}

function* packedParts(payload: string): Generator<Buffer> {
  for (let at = 0; at < payload.length; at += inOnePart) {
    yield Buffer.from(payload.slice(at, at + inOnePart), 'base64');
  }
}
