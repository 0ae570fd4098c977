import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config/directory';
import { packageRoot } from '../../src/package-root';

const example = join(packageRoot, 'examples', 'config');

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mtgw-config-'));
  cpSync(example, directory, { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const put = (name: string, text: string) => writeFileSync(join(directory, name), text);

function problems(): string {
  try {
    readConfig(directory);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
}

describe('a configuration directory', () => {
  it('is complete as the example has it', () => {
    const config = readConfig(example);
    expect(config.bot.slack?.teamId).toBe('T0123ABCD');
    expect(Object.keys(config.inventory.gateways)).toEqual(['gw1', 'gw2']);
    expect(config.policy.rules.length).toBeGreaterThan(0);
  });

  it('has the shipped policy when it brings none of its own', () => {
    rmSync(join(directory, 'policy.yaml'));
    expect(readConfig(directory).policy.readers).toContain('network-leads');
  });

  it('that is not there says so, and what to do', () => {
    expect(() => readConfig(join(directory, 'nowhere'))).toThrow(
      /no directory .*nowhere. Copy examples\/config/,
    );
  });

  it('tells every problem of every file at once, by file and field', () => {
    put('mtgw.yaml', 'http: { port: 99999, publicUrl: not-an-address }\nslak: {}\n');
    put('inventory.yaml', 'gateways: {}\ntenants: { contoso: { gateway: gw9 } }\n');
    put('people.yaml', 'alice: [');
    rmSync(join(directory, 'channels.yaml'));
    const told = problems();
    expect(told).toMatch(/mtgw\.yaml: http\.port/);
    expect(told).toMatch(/mtgw\.yaml: http\.publicUrl: use an address like https/);
    expect(told).toMatch(/mtgw\.yaml: the file: .*slak/);
    expect(told).toMatch(/inventory\.yaml: tenants\.contoso\.routingDomain/);
    expect(told).toMatch(/people\.yaml, line 1/);
    expect(told).toMatch(/channels\.yaml: the file is missing/);
  });

  it('refuses a channel that would be two tenants’ at once', () => {
    const channels = readFileSync(join(directory, 'channels.yaml'), 'utf8');
    put('channels.yaml', channels.replace('C0123NORTHWIND', 'C0123CONTOSO'));
    expect(problems()).toMatch(/northwind\.slack: another channel has this id already/);
    const inventory = readFileSync(join(directory, 'inventory.yaml'), 'utf8');
    put('inventory.yaml', inventory.replace('channels: [northwind]', 'channels: [contoso]'));
    expect(problems()).toMatch(/northwind\.channels: contoso is the channel of contoso already/);
  });

  it.each([
    ['slack: { teamId: my-workspace }', /slack\.teamId: use the id of the workspace/],
    ['teams: { appId: x, tenantId: y }', /teams\.appId: use the application \(client\) id/],
    ['redis: { url: "localhost" }', /redis\.url: use an address like redis/],
    ['slack: { teamId: T0123, botToken: xoxb-1 }', /slack: .*botToken/],
  ])('refuses %s', (text, sentence) => {
    put('mtgw.yaml', text);
    expect(problems()).toMatch(sentence);
  });
});
