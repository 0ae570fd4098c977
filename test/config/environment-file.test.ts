import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironmentFile } from '../../src/config/environment-file';
import { packageRoot } from '../../src/package-root';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mtgw-env-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function read(text: string): Record<string, string> {
  const path = join(directory, 'mtgw.env');
  writeFileSync(path, text);
  return readEnvironmentFile(path);
}

describe('a file of variables, as systemd reads it', () => {
  it.each([
    ['A=plain words  ', 'plain words'],
    ['  A = x', 'x'],
    ['A=', ''],
    ["A='as it $is \\n'", 'as it $is \\n'],
    ['A="a \\"b\\" \\$c \\x"', 'a "b" $c \\x'],
    ['A="ends with a blank "', 'ends with a blank '],
    ['A="one" \'two\'', 'onetwo'],
    ['A=it\'s "so"', 'it\'s "so"'],
    ['A=one\\\ntwo', 'onetwo'],
    ['A="one\ntwo"', 'one\ntwo'],
    ['A=a\\ b\\\\', 'a b\\'],
    ['A=x # no comment', 'x # no comment'],
    ['A=$HOME', '$HOME'],
    ['A=first\nA=last', 'last'],
    ['# one\n; two\n\n   # three\nA=x\n', 'x'],
    ['A=x\r\n', 'x'],
  ])('%j', (text, value) => {
    expect(read(text)).toEqual({ A: value });
  });

  it('goes on behind a value of several lines', () => {
    expect(read('A="1\n2"\nB=3')).toEqual({ A: '1\n2', B: '3' });
  });

  it('is the example’s', () => {
    const { MTGW_CONFIG, MTGW_AUDIT_KEY_FILE } = readEnvironmentFile(
      join(packageRoot, 'examples', 'mtgw.env'),
    );
    expect([MTGW_CONFIG, MTGW_AUDIT_KEY_FILE]).toEqual(['/etc/mtgw/config', '/etc/mtgw/audit-key']);
  });

  it.each(['export A=x', 'hunter2', '=x', 'A B=x'])(
    'a line that is none is refused, unquoted: %s',
    (line) => {
      const refused = () => read(`B=x\n${line}\n`);
      expect(refused).toThrow(/mtgw\.env, line 2: is no line like MTGW_CONFIG=/);
      expect(refused).not.toThrow(/hunter2/);
    },
  );

  it('that is not there is told by its path', () => {
    expect(() => readEnvironmentFile(join(directory, 'none'))).toThrow(
      /none cannot be read \(ENOENT\)/,
    );
  });
});
