import * as fc from 'fast-check';
import { readClixml } from '../../../../src/adapters/powershell/clixml/read';
import { type Writable, writeClixml } from '../../../../src/adapters/powershell/clixml/write';

/** Any sequence of UTF-16 units: lone halves of pairs, controls, what XML forbids. */
const hostile = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units));
const tricky = fc.constantFrom(
  '_x0041_',
  '_X0041_',
  '_x005F_x0041_',
  '__x_',
  '日本語 😀 \0',
  '$(1+1) `\' "',
  ']]><!--&amp;<?',
  '\r\n\t ',
  '\ud83d',
  '\ufffe\uffff',
  '',
);
const text = fc.oneof(hostile, fc.string(), tricky);
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const data = fc.letrec<{ value: Writable }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe('CLIXML, written and read back', () => {
  it('gives any text back unit for unit', () => {
    fc.assert(
      fc.property(text, (held) => expect(readClixml(writeClixml(held))).toEqual([held])),
      { numRuns: 2000 },
    );
  });

  it('gives any plain data back, nested as it was', () => {
    fc.assert(
      fc.property(data, (held) => expect(readClixml(writeClixml(held))).toEqual([held])),
      { numRuns: 500 },
    );
  });

  it('keeps the sign of a negative zero', () => {
    expect(readClixml(writeClixml([-0, 0]))).toEqual([[-0, 0]]);
  });

  it('keeps a table key that JavaScript finds special as data', () => {
    const table = JSON.parse('{"__proto__": "x", "constructor": 1}') as Writable;
    const [read] = readClixml(writeClixml(table));
    expect(Object.entries(read as object)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 1],
    ]);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });

  it('refuses what would become something else on the way', () => {
    for (const value of [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      undefined,
      new Date(),
      1n,
      Symbol('x'),
      () => 1,
    ]) {
      expect(() => writeClixml(value as Writable)).toThrow(TypeError);
    }
  });
});
