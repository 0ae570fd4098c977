import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config/directory';
import { packageRoot } from '../../src/package-root';
import { actAs, type UserOfProcess } from '../../src/roles/doctor/act-as';
import { examineNamedFiles } from '../../src/roles/doctor/named-files';

/** A process of root that writes down what it became. */
function processOf(uid: number): UserOfProcess & { did: string[] } {
  const did: string[] = [];
  const note =
    (what: string) =>
    (...words: unknown[]) =>
      void did.push([what, ...words].join(' '));
  return {
    did,
    getuid: () => uid,
    seteuid: (user) => {
      if (user === 'nobody-here') throw new Error('User identifier does not exist: nobody-here');
      did.push(`seteuid ${user}`);
    },
    initgroups: note('initgroups'),
    setgid: note('setgid'),
    setuid: note('setuid'),
  };
}

const mtgw = () => ({ gid: 990, homedir: '/opt/mtgw' });

describe('the doctor as another user', () => {
  it('gives up the groups of root before root itself', () => {
    const root = processOf(0);
    expect(actAs('mtgw', root, mtgw)).toBe('/opt/mtgw');
    expect(root.did).toEqual([
      'seteuid mtgw',
      'seteuid 0',
      'initgroups mtgw 990',
      'setgid 990',
      'setuid mtgw',
    ]);
  });

  it('is refused to whoever is not root, and for a user who is not there', () => {
    const other = processOf(1_000);
    expect(() => actAs('mtgw', other, mtgw)).toThrow(
      /^Only root can .* sudo mtgw doctor --user mtgw/,
    );
    expect(other.did).toEqual([]);
    expect(() => actAs('nobody-here', processOf(0), mtgw)).toThrow('There is no user nobody-here');
  });
});

describe('the files that the inventory names', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'mtgw-named-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('are wrong when this user cannot read them, each by machine and field', () => {
    const config = readConfig(join(packageRoot, 'examples', 'config'));
    const [key, hosts] = [join(directory, 'key'), join(directory, 'known_hosts')];
    writeFileSync(key, '');
    const ssh = { kind: 'ssh', host: 'gw', user: 'mtgw', keyFile: key, knownHosts: hosts };
    const gateway = {
      version: '2022' as const,
      target: ssh,
      hosts: { hv1: { ...ssh, knownHosts: key, keyFile: hosts } },
    };
    const inventory = { ...config.inventory, gateways: { gw1: gateway } };
    const bot = {
      ...config.bot,
      archive: { file: join(directory, 'archive.jsonl'), keepDays: 400 },
    };
    const told = () =>
      examineNamedFiles({ bot, inventory }).map(({ is, sentence }) => `${is} ${sentence}`);
    expect(told()).toEqual([
      expect.stringMatching(
        /^bad The knownHosts of gw1, .*known_hosts, cannot be read by \S+ \(ENOENT\)/,
      ),
      expect.stringMatching(
        /^bad The keyFile of hv1, .*known_hosts, cannot be read by \S+ \(ENOENT\)/,
      ),
    ]);
    writeFileSync(hosts, '');
    expect(told()).toEqual([]);
  });

  it('notes a folder of the archive that is not there', () => {
    const { bot, inventory } = readConfig(join(packageRoot, 'examples', 'config'));
    const archive = { file: join(directory, 'none', 'archive.jsonl'), keepDays: 400 };
    const findings = examineNamedFiles({
      bot: { ...bot, archive },
      inventory: { ...inventory, gateways: {} },
    });
    expect(findings).toEqual([
      {
        is: 'note',
        what: 'archive',
        sentence: expect.stringMatching(/cannot write where the archive/),
      },
    ]);
  });
});
