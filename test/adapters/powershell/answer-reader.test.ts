import { PassThrough } from 'node:stream';
import * as fc from 'fast-check';
import { AnswerReader } from '../../../src/adapters/powershell/answer-reader';

const NONCE = '0123456789abcdef.7';
const marked = (payload: string) => `MTGW ${NONCE} plain ${payload} ${NONCE}.\n`;

describe('The answer in what a process prints', () => {
  it('is found however it is cut, and whatever is printed around it', async () => {
    const noise = fc.oneof(
      fc.string(),
      fc.constantFrom('MTGW ', `MTGW ${NONCE}`, `${NONCE} `, 'MTGW x plain y x.\n'),
    );
    const cuts = fc.array(fc.nat(400), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        noise,
        noise,
        fc.base64String(),
        cuts,
        async (before, after, payload, at) => {
          const stream = new PassThrough({ encoding: 'utf8' });
          const found = new AnswerReader(stream, 10_000).expect(NONCE);
          const text = `${before}\n${marked(payload)}${after}`;
          const borders = [
            0,
            ...at.map((cut) => cut % text.length).sort((a, b) => a - b),
            text.length,
          ];
          for (const [i, border] of borders.slice(1).entries())
            stream.write(text.slice(borders[i], border));
          expect(await found).toBe(`plain ${payload}`);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is given up when more than the cap comes instead', async () => {
    const stream = new PassThrough({ encoding: 'utf8' });
    const found = new AnswerReader(stream, 1000).expect(NONCE);
    for (let i = 0; i < 20; i++) stream.write('y'.repeat(100));
    expect(await found).toBeUndefined();
  });

  it('of an earlier call is not taken for that of the next', async () => {
    const stream = new PassThrough({ encoding: 'utf8' });
    const reader = new AnswerReader(stream, 1000);
    const found = reader.expect(NONCE);
    stream.write(`MTGW 0123456789abcdef.6 plain b2xk 0123456789abcdef.6.\n`);
    stream.write(marked('bmV3'));
    expect(await found).toBe('plain bmV3');
  });
});
