import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readProcessConfig } from '../../src/config/process';
import { packageRoot } from '../../src/package-root';

const example = join(packageRoot, 'examples', 'config');
const keys = {
  MTGW_AUDIT_KEY: randomBytes(32).toString('hex'),
  MTGW_VAULT_KEY: randomBytes(32).toString('hex'),
};
const chats = {
  MTGW_SLACK_BOT_TOKEN: 'xoxb-of-a-test',
  MTGW_SLACK_SIGNING_SECRET: 'signing-of-a-test',
  MTGW_TEAMS_PASSWORD: 'password-of-a-test',
};

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
}

describe('what a process is told', () => {
  it('without any configuration names the three ways on', () => {
    const told = refusal(() => readProcessConfig(undefined, {}));
    expect(told).toContain('npm start');
    expect(told).toContain('examples/config');
    expect(told).toContain('docs/install.md');
  });

  it('comes from the files, and the environment comes before them', () => {
    const from = readProcessConfig(example, { ...keys });
    expect(from).toMatchObject({
      redisUrl: 'redis://127.0.0.1:6379',
      prefix: 'mtgw',
      http: { host: '127.0.0.1', port: 8080 },
      publicUrl: 'https://mtgw.example.com',
      gateways: ['gw1', 'gw2'],
      sandbox: false,
    });
    const over = readProcessConfig(example, {
      ...keys,
      MTGW_REDIS_URL: 'redis://:pass@10.0.0.9:6380',
      MTGW_GATEWAYS: 'gw2',
      MTGW_HTTP_PORT: '9000',
      MTGW_PUBLIC_URL: 'https://other.example/',
    });
    expect(over).toMatchObject({
      redisUrl: 'redis://:pass@10.0.0.9:6380',
      gateways: ['gw2'],
      http: { port: 9000 },
      publicUrl: 'https://other.example',
    });
  });

  it('names everything that is missing, in the files and in the environment, at once', () => {
    const told = refusal(() => readProcessConfig(join(example, 'nowhere'), {}));
    expect(told).toMatch(/There is no directory/);
    expect(told).toMatch(/MTGW_AUDIT_KEY: is not set/);
    expect(told).toMatch(/MTGW_VAULT_KEY: is not set/);
  });

  it('never repeats the value of a key that is not one', () => {
    const told = refusal(() => readProcessConfig(example, { ...keys, MTGW_VAULT_KEY: 'hunter2' }));
    expect(told).toMatch(/MTGW_VAULT_KEY: use 32 bytes in hexadecimal/);
    expect(told).not.toContain('hunter2');
  });

  it.each(['0'.repeat(64), 'deadbeef'.repeat(8), '0123456789abcdef'.repeat(4)])(
    'refuses the key %s, which nobody drew at random',
    (weak) => {
      for (const name of ['MTGW_AUDIT_KEY', 'MTGW_VAULT_KEY']) {
        const told = refusal(() => readProcessConfig(example, { ...keys, [name]: weak }));
        expect(told).toContain(`${name}: is no random key; mtgw keys makes one`);
        expect(told).not.toContain(weak);
      }
    },
  );

  it('refuses one key for both purposes, also in capitals', () => {
    const MTGW_VAULT_KEY = keys.MTGW_AUDIT_KEY.toUpperCase();
    const told = refusal(() => readProcessConfig(example, { ...keys, MTGW_VAULT_KEY }));
    expect(told).toContain('MTGW_VAULT_KEY: is the same as MTGW_AUDIT_KEY');
  });

  it('takes the keys of before, and refuses what is none without repeating it', () => {
    const [first, second] = [keys.MTGW_VAULT_KEY, randomBytes(32).toString('hex')];
    const OLD = `${first}, ${second}\n`;
    const taken = { ...keys, MTGW_AUDIT_KEY_OLD: OLD, MTGW_VAULT_KEY_OLD: OLD };
    const read = readProcessConfig(example, taken);
    const old = [first, second].map((key) => Buffer.from(key, 'hex'));
    expect(read.oldVaultKeys).toEqual(old);
    expect(read.auditKey).toEqual([Buffer.from(keys.MTGW_AUDIT_KEY, 'hex'), ...old]);
    for (const wrong of ['hunter2', `${first},hunter2`, 'ab'.repeat(31), `${first}${second}`]) {
      const told = refusal(() =>
        readProcessConfig(example, { ...keys, MTGW_VAULT_KEY_OLD: wrong }),
      );
      expect(told).toMatch(/MTGW_VAULT_KEY_OLD: use the keys as they were, in hexadecimal/);
      expect(told).not.toContain(wrong);
    }
  });

  it('needs no secret of a chat where nobody chats, and names all of them where somebody does', () => {
    const worker = readProcessConfig(example, { ...keys });
    const told = refusal(() => worker.chats());
    for (const name of Object.keys(chats)) expect(told).toMatch(new RegExp(`${name}: is not set`));
    const chat = readProcessConfig(example, { ...keys, ...chats });
    expect(chat.chats()).toMatchObject({
      slack: { teamId: 'T0123ABCD', botToken: 'xoxb-of-a-test' },
      teams: { password: 'password-of-a-test' },
    });
  });

  it('takes an empty variable as one that is not set', () => {
    const env = { ...keys, ...chats, MTGW_TEAMS_PASSWORD: '', MTGW_GATEWAYS: '' };
    const read = readProcessConfig(example, env);
    expect(read.gateways).toEqual(['gw1', 'gw2']);
    expect(refusal(() => read.chats())).toMatch(/MTGW_TEAMS_PASSWORD: is not set/);
  });

  it('refuses a gateway that the inventory does not have', () => {
    const told = refusal(() => readProcessConfig(example, { ...keys, MTGW_GATEWAYS: 'gw1,gw9' }));
    expect(told).toMatch(/MTGW_GATEWAYS names gw9, which is not in the inventory: gw1, gw2/);
  });
});

describe('the playground of Teams, which signs nothing', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'mtgw-playground-'));
    cpSync(example, directory, { recursive: true });
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const chatsWith = (listen: string) => {
    const http = `http: { listen: '${listen}', publicUrl: 'http://127.0.0.1:3978' }`;
    writeFileSync(join(directory, 'mtgw.yaml'), `${http}\nteams: { playground: true }\n`);
    return readProcessConfig(directory, { ...keys }).chats();
  };

  it('is taken while the bot listens on this machine alone', () => {
    expect(chatsWith('127.0.0.1').teams).toEqual({ playground: true });
  });

  it.each(['0.0.0.0', '10.0.0.9', '::', 'mtgw.example.com'])('is refused on %s', (listen) => {
    expect(refusal(() => chatsWith(listen))).toMatch(/teams\.playground: .* must be 127\.0\.0\.1/);
  });
});

describe('a secret in a file', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'mtgw-secret-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('is read from there, without the line end', () => {
    const path = join(directory, 'vault');
    writeFileSync(path, `${keys.MTGW_VAULT_KEY}\n`);
    const { MTGW_VAULT_KEY: _, ...others } = keys;
    const read = readProcessConfig(example, { ...others, MTGW_VAULT_KEY_FILE: path });
    expect(read.vaultKey.toString('hex')).toBe(keys.MTGW_VAULT_KEY);
  });

  it('that cannot be read is named, once', () => {
    const path = join(directory, 'missing');
    const { MTGW_VAULT_KEY: _, ...others } = keys;
    const told = refusal(() =>
      readProcessConfig(example, { ...others, MTGW_VAULT_KEY_FILE: path }),
    );
    expect(told).toMatch(/MTGW_VAULT_KEY_FILE: .*missing cannot be read \(ENOENT\)/);
    expect(told).not.toMatch(/MTGW_VAULT_KEY: is not set/);
  });
});
