import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { ConfigError } from '../../src/config/config-error';
import { readConfig } from '../../src/config/directory';
import { packageRoot } from '../../src/package-root';
import { anyData, changed } from './any-data';
import { anyText, torn } from './any-text';
import { cases, patienceMs } from './cases';
import { type Outcome, outcomeOf } from './outcome';

/* The files that the bot's owner writes, with every slip that an editor lets pass. */

const example = join(packageRoot, 'examples', 'config');
const files = readdirSync(example).map((name) => ({
  name,
  text: readFileSync(join(example, name), 'utf8'),
}));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mtgw-fuzz-'));
  cpSync(example, directory, { recursive: true });
  // Node itself takes no warning of the library that is an Error of jest's own.
  jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** What YAML makes of a few signs. */
const signs = [
  ...'{ } [ ] | > # ~ *x " : - ? & << !!set !!binary'.split(' ').map((sign) => `${sign} `),
  ...['*x', "'", '\t', '---\n', '...\n', '%YAML 1.1\n---\n', '\u0000', '\ufeff', '<<: 3\n'],
  ...['0x1F', '1e400', '.nan', '2026-01-01', '* * * * *', '0 0 30 2 *', '@daily', 'Mars/Olympus'],
];

const slip = fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(...signs), anyText));
/** Other values behind some of the names. */
const slips = (text: string) =>
  fc.array(slip, { minLength: 1, maxLength: 3 }).map((all) => {
    const lines = text.split('\n');
    for (const [at, sign] of all) {
      const line = at % lines.length;
      lines[line] = lines[line]?.replace(/: .*$/, () => `: ${sign}`) ?? '';
    }
    return lines.join('\n');
  });

const file = fc.constantFrom(...files).chain(({ name, text }) => {
  const written = fc.oneof(
    { arbitrary: torn(text, signs), weight: 3 },
    { arbitrary: slips(text), weight: 3 },
    { arbitrary: changed(parse(text) as object).map(asYaml), weight: 3 },
    { arbitrary: anyText, weight: 1 },
    { arbitrary: anyData.map(asYaml), weight: 1 },
  );
  return written.map((content) => ({ name, content }));
});

function asYaml(value: unknown): string {
  try {
    return stringify(value);
  } catch {
    return JSON.stringify(value);
  }
}

function expectTold({ error }: Outcome<unknown>): void {
  if (error === undefined) return;
  const [title, ...problems] = error.message.split('\n');
  expect(title).toBe(`The configuration in ${directory} is not right:`);
  expect(problems.length).toBeGreaterThan(0);
  expect(problems[0]).toMatch(/^ {2}(mtgw|inventory|people|channels|policy)\b.*: ./);
}

test(
  'any file is a configuration, or its problems are told a line each',
  () => {
    fc.assert(
      fc.property(file, ({ name, content }) => {
        const path = join(directory, name);
        const before = readFileSync(path);
        writeFileSync(path, content);
        try {
          expectTold(outcomeOf(() => readConfig(directory), ConfigError));
        } finally {
          writeFileSync(path, before);
        }
      }),
      // Each writes a file and reads all five, so there are fewer.
      { numRuns: Math.ceil(cases / 4) },
    );
  },
  patienceMs,
);
