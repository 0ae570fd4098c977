import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, readRules, shippedPolicy } from '../../src/config/directory';
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

describe('an id that no platform gives', () => {
  it.each([
    ['channels.yaml', 'C0123CONTOSO', "'#contoso'", /channels\.yaml: contoso\.slack: .*C or G/],
    ['channels.yaml', 'C0123CONTOSO', 'U0ALICE', /channels\.yaml: contoso\.slack: .*C or G/],
    ['channels.yaml', '19:b{32}@thread', '19%3abb%40thread', /contoso\.teams: .* %3a is a colon/],
    ['people.yaml', 'U0ALICE', "'@alice'", /people\.yaml: alice\.slack: .*Copy member ID/],
    ['people.yaml', 'U0ALICE', 'alice@example.com', /people\.yaml: alice\.slack: .*member id/],
    ['people.yaml', '0{8}-.*a11c', 'alice@example.com', /alice\.teams: .*object id of Entra/],
  ])('is refused in %s: %s as %s', (name, good, wrong, sentence) => {
    const file = readFileSync(join(directory, name), 'utf8');
    put(name, file.replace(new RegExp(good), wrong));
    expect(problems()).toMatch(sentence);
  });

  it('counts for nothing where its chat is not set up', () => {
    put('mtgw.yaml', 'http: { publicUrl: http://127.0.0.1:3978 }\nteams: { playground: true }\n');
    const people = readFileSync(join(directory, 'people.yaml'), 'utf8');
    put('people.yaml', people.replace(/0{8}-.*a11c/, 'user-id-0').replace('U0ALICE', 'alice'));
    expect(problems()).toBe('none');
  });
});

describe('a file that the bot does not read', () => {
  const copy = (name: string) => put(name, readFileSync(join(example, 'policy.yaml'), 'utf8'));

  it.each(['policy.yml', 'polcy.yaml', 'Policy.yaml', 'policy.yaml.txt', 'policy.json', 'policy'])(
    'is refused when it is taken for policy.yaml: %s',
    (name) => {
      rmSync(join(directory, 'policy.yaml'));
      copy(name);
      const told = `${name}: mtgw reads no file of this name: did you mean policy.yaml?`;
      expect(problems()).toContain(told);
      const { bot, inventory } = readConfig(example);
      expect(() => readRules(directory, { bot, inventory })).toThrow(told);
    },
  );

  it('is refused with the names that there are when it is like none', () => {
    put('docker-compose.yaml', '{}');
    expect(problems()).toMatch(
      /docker-compose\.yaml: .* its files are mtgw\.yaml, inventory\.yaml/,
    );
  });

  it.each([
    'README.md',
    '.policy.yaml.swp',
    'policy.yaml~',
    'policy.yaml.bak',
    'policy.yaml.dpkg-old',
    '#policy.yaml#',
    'mtgw.env',
    'mtgw.service',
    'known_hosts',
    'id_ed25519',
    'audit-key',
  ])('is passed over when nobody could take it for one: %s', (name) => {
    put(name, 'something');
    expect(problems()).toBe('none');
  });

  it('is passed over in a folder, and so are links to the files', () => {
    mkdirSync(join(directory, 'old.yaml'));
    put(join('old.yaml', 'policy.yml'), '');
    renameSync(join(directory, 'policy.yaml'), join(directory, '..data'));
    symlinkSync(join(directory, '..data'), join(directory, 'policy.yaml'));
    expect(problems()).toBe('none');
  });
});

describe('the policy in force', () => {
  it('is told by the path of its file, be it the own or the shipped one', () => {
    expect(readConfig(directory).policyFile).toBe(join(directory, 'policy.yaml'));
    rmSync(join(directory, 'policy.yaml'));
    expect(readConfig(directory).policyFile).toBe(shippedPolicy);
  });
});

it('a file in the place of the directory is told as no directory', () => {
  expect(() => readConfig(join(example, 'mtgw.yaml'))).toThrow(/no directory .*mtgw\.yaml/);
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

  it.each([
    [
      'groups: { leeds: { slack: S0LEADS } }',
      'calls.groups: nobody in people.yaml is in the group leeds',
    ],
    ['trouble: [oncal]', 'calls.trouble: nobody in people.yaml is in the group oncal'],
    [
      'quietHours: { from: "22:00", to: "07:00", timeZone: UTC, groups: [oncal] }',
      'calls.quietHours: nobody in people.yaml is in the group oncal',
    ],
    [
      'groups: { network-leads: { slack: "@leads" } }',
      'use the id of the user group, like S0123ABCD',
    ],
    ['quietHours: { from: "22", to: "07:00", timeZone: UTC }', 'write a time of day like 22:00'],
  ])('who is called: %s is said', (calls, told) => {
    put('policy.yaml', rule('').replace('rules:', `calls: { ${calls} }\nrules:`));
    expect(problems()).toContain(told);
  });

  it('people: one account in capitals, and the name of the bot itself', () => {
    const person = (id: string) => `  name: X\n  teams: ${id}\n  groups: [network-leads]\n`;
    put('people.yaml', `ann:\n${person('aa-bb')}ben:\n${person('AA-BB')}`);
    expect(problems()).toContain('the teams account aa-bb belongs to two people');
    put('people.yaml', `mtgw:\n${person('aa-bb')}`);
    expect(problems()).toContain('a person cannot be called mtgw');
  });
});
