import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config/directory';
import { readEnvironment } from '../../src/config/environment';
import { readText } from '../../src/config/read-text';
import { packageRoot } from '../../src/package-root';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mtgw-text-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const bigEndian = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
/** As Windows PowerShell's `>`, others, and editors write a text. */
const written: [string, (text: string) => Buffer][] = [
  ['UTF-8', (text) => Buffer.from(text)],
  ['UTF-8 with a mark', (text) => Buffer.from(`\uFEFF${text}`)],
  ['UTF-16', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['UTF-16 of the other order', bigEndian],
];

const put = (name: string, bytes: Buffer): string => {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  return path;
};

describe.each(written)('a file in %s', (_encoding, write) => {
  it('is read as what it says', () => {
    expect(readText(put('text', write('Zoë, 株式会社\n')))).toBe('Zoë, 株式会社\n');
  });

  it('configures the bot', () => {
    cpSync(join(packageRoot, 'examples', 'config'), directory, { recursive: true });
    for (const name of ['mtgw', 'people', 'channels', 'inventory', 'policy']) {
      const path = join(directory, `${name}.yaml`);
      writeFileSync(path, write(readFileSync(path, 'utf8')));
    }
    expect(readConfig(directory).people['alice']?.name).toBe('Alice Example');
  });

  it('hands over a secret', () => {
    const [key, other] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];
    const MTGW_AUDIT_KEY_FILE = put('audit-key', write(`${key}\r\n`));
    const set = readEnvironment({ MTGW_AUDIT_KEY_FILE, MTGW_VAULT_KEY: other });
    expect(set.MTGW_AUDIT_KEY).toBe(key);
  });
});

describe('a file in an encoding that nothing tells', () => {
  const texts = [Buffer.from('name: Zo\xeb', 'latin1'), Buffer.from('name: Zoe', 'utf16le')];

  it.each(texts)('is refused by its name, not read as garbage', (bytes) => {
    cpSync(join(packageRoot, 'examples', 'config'), directory, { recursive: true });
    put('people.yaml', bytes);
    expect(() => readConfig(directory)).toThrow(/people\.yaml: is not UTF-8: save it anew/);
    const MTGW_AUDIT_KEY_FILE = put('audit-key', bytes);
    expect(() => readEnvironment({ MTGW_AUDIT_KEY_FILE })).toThrow(
      /MTGW_AUDIT_KEY_FILE: .*audit-key is not UTF-8/,
    );
  });
});
