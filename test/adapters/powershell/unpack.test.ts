import { gzipSync } from 'node:zlib';
import { unpackAnswer } from '../../../src/adapters/powershell/unpack';

const plain = (text: string) => `plain ${Buffer.from(text).toString('base64')}`;
const gzip = (text: string) => `gzip ${gzipSync(text).toString('base64')}`;

async function partsOf(line: string, maxBytes = 10_000_000): Promise<string[]> {
  const parts: string[] = [];
  for await (const part of unpackAnswer(line, maxBytes)) parts.push(part);
  return parts;
}

describe.each([
  ['plain', plain],
  ['packed', gzip],
])('An answer that comes %s', (_how, pack) => {
  // Of one, two, three and four bytes: every border is somewhere inside of a character.
  const long = 'aé€😀'.repeat(100_000);

  it('is the same text again', async () => {
    for (const text of ['', 'new', long]) expect((await partsOf(pack(text))).join('')).toBe(text);
  });

  it('never keeps the others waiting for more than 32 KB of it', async () => {
    const sizes = (await partsOf(pack(long))).map((part) => Buffer.byteLength(part));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(32_768 + 3);
  });
});

test('an answer is refused when it unpacks to more than its cap', async () => {
  const line = gzip('x'.repeat(100_000));
  expect((await partsOf(line, 100_000)).join('')).toHaveLength(100_000);
  await expect(partsOf(line, 99_999)).rejects.toThrow('It unpacks to more than 99999 bytes.');
});

test('no more than the cap is unpacked to find that out', async () => {
  const parts: string[] = [];
  const read = async () => {
    for await (const part of unpackAnswer(gzip('x'.repeat(20_000_000)), 100_000)) parts.push(part);
  };
  await expect(read()).rejects.toThrow('more than 100000 bytes');
  expect(parts.join('').length).toBeLessThanOrEqual(100_000);
});

test.each([
  ['in an unknown form', 'zip bmV3', 'Unknown encoding zip.'],
  ['cut off', gzip('x'.repeat(1_000)).slice(0, -20), 'unexpected end of file'],
  ['not packed at all', 'gzip bmV3', 'incorrect header check'],
])('an answer that is %s is refused', async (_what, line, why) => {
  await expect(partsOf(line)).rejects.toThrow(why);
});
