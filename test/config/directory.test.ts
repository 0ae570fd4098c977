import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

  it.each([
    ['alice: *x', 'Unresolved alias'],
    ['%YAML 1.1\n---\na: {<<: 3}', 'Merge sources must be maps'],
  ])('tells of %j by its file too', (text, why) => {
    put('people.yaml', text);
    expect(problems()).toContain(`people.yaml: ${why}`);
  });

  it.each([
    ['alice:\n\tname: Alice\n', 'line 2'],
    ['alice: { name: A }\nalice: { name: B }\n', 'line 2'],
    ['alice: {', 'line 1'],
  ])('tells what is no YAML once, with its line: %j', (text, line) => {
    put('people.yaml', text);
    const told = problems()
      .split('\n')
      .filter((one) => one.includes('people.yaml'));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(new RegExp(`^  people\\.yaml, ${line}: .*[^:]$`));
    expect(told[0]?.match(/\bline\b/g)).toHaveLength(1);
  });

  it('tells of a folder in the place of a file', () => {
    rmSync(join(directory, 'policy.yaml'));
    mkdirSync(join(directory, 'policy.yaml'));
    expect(problems()).toMatch(/policy\.yaml: EISDIR/);
  });

  it('tells by file and field what an operation would refuse when it is typed', () => {
    const inventory = readFileSync(join(directory, 'inventory.yaml'), 'utf8');
    put('inventory.yaml', inventory.replace('10.1.0.0/24', '10.1.0.5/24'));
    expect(problems()).toMatch(
      /inventory\.yaml: tenants\.contoso\.sites\.hq\.subnets\.0: 10\.1\.0\.5\/24 has host bits set/,
    );
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

describe('names that match nothing', () => {
  const rule = (change: string) =>
    `version: 1
readers: [network-leads]
rules:
  - name: A change needs one approver of network-leads
    requesters: [network-leads]
    approvers: [{ group: network-leads, count: 1 }]
    expires: { afterMinutes: 60, warnMinutesBefore: 5 }
    confirmWithinMinutes: 30
  - name: What is removed needs security as well
    requesters: [network-leads]
    approvers: [{ group: security, count: 1 }]
    expires: { afterMinutes: 60, warnMinutesBefore: 5 }
    confirmWithinMinutes: 30
    ${change}
`;

  it('are none in a policy that is right', () => {
    put(
      'policy.yaml',
      rule('when: { operations: [remove-s2s], tenants: [contoso], gateways: [gw1] }'),
    );
    expect(problems()).toBe('none');
  });

  it.each([
    ['when: { operations: [remove-s2z] }', 'there is no operation called remove-s2z'],
    ['when: { tenants: [contso] }', 'there is no tenant called contso'],
    ['when: { gateways: [gw01] }', 'there is no gateway called gw01'],
  ])('%s is said', (change, told) => {
    put('policy.yaml', rule(change));
    expect(problems()).toContain(`the rule "What is removed needs security as well": ${told}`);
  });

  it('a list that is empty matches nothing and is refused', () => {
    put('policy.yaml', rule('when: { operations: [] }'));
    expect(problems()).toContain('policy.yaml: rules.1.when.operations');
  });

  it('a group that nobody is in is said', () => {
    put('policy.yaml', rule('').replace('group: security', 'group: securty'));
    expect(problems()).toContain('nobody in people.yaml is in the group securty');
  });

  it('a tenant that is not there, and a group of readers that nobody is in, are said', () => {
    const readers = 'tenantReaders: { contso: [network-leads], contoso: [contoso-peple] }';
    put('policy.yaml', rule('').replace('rules:', `${readers}\nrules:`));
    expect(problems()).toContain('tenantReaders: there is no tenant called contso');
    expect(problems()).toContain(
      'tenantReaders of contoso: nobody in people.yaml is in the group contoso-peple',
    );
  });

  it('people: one account in capitals, and the name of the bot itself', () => {
    const person = (id: string) => `  name: X\n  teams: ${id}\n  groups: [network-leads]\n`;
    put('people.yaml', `ann:\n${person('aa-bb')}ben:\n${person('AA-BB')}`);
    expect(problems()).toContain('the teams account aa-bb belongs to two people');
    put('people.yaml', `mtgw:\n${person('aa-bb')}`);
    expect(problems()).toContain('a person cannot be called mtgw');
  });
});
