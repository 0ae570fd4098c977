import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../src/sandbox/free-port';
import { type Owner, startOwner } from './owner';

/* What the doctor says of an installation that is wrong in one way: it names that, and ends with 1. */

let owner: Owner;
beforeAll(async () => {
  owner = await startOwner();
}, 60_000);
beforeEach(() => owner.fill());
afterAll(() => owner.close());

const without = (...names: string[]) => {
  const env: NodeJS.ProcessEnv = { ...owner.environment };
  for (const name of names) delete env[name];
  return env;
};
const withThese = (more: NodeJS.ProcessEnv) => ({ ...owner.environment, ...more });

/** For a fault that only a chat role has: the example's gateways are nowhere, so a worker is judged elsewhere. */
async function bad(words: string[], env = owner.environment): Promise<string> {
  const { code, said } = await owner.mtgw(['doctor', ...words], env);
  expect(said).not.toMatch(/^ +at /m);
  expect(code).toBe(1);
  return said;
}

describe('the doctor of a chat role', () => {
  it('finds nothing wrong where nothing is, and says what it cannot try', async () => {
    const { code, said } = await owner.mtgw(['doctor', 'chat']);
    expect(said).toMatch(/^ok +role +Judged as mtgw chat\.$/m);
    expect(said).toMatch(/^ok +policy +In force is .*policy\.yaml, 2 rules\.$/m);
    expect(said).toMatch(/^ok +clock +This machine's clock and the one of Redis agree/m);
    expect(said).toMatch(/^ok +web server +127\.0\.0\.1:\d+ is free to listen on/m);
    expect(said).toMatch(/^ok +Slack +The bot is in its channels: netops, contoso, northwind\.$/m);
    expect(said).toMatch(/^ok +Slack +Slack knows these members: alice, bob, dave, carol\.$/m);
    expect(said).toMatch(
      /^note +Slack +Whether MTGW_SLACK_SIGNING_SECRET is right cannot be tried/m,
    );
    expect(said).not.toMatch(/PowerShell/);
    expect(said).toMatch(/^Nothing is wrong\.$/m);
    expect(code).toBe(0);
  });

  it('names every token that is missing', async () => {
    const said = await bad(['chat'], without('MTGW_SLACK_BOT_TOKEN', 'MTGW_SLACK_SIGNING_SECRET'));
    expect(said).toMatch(
      /^bad +chats +MTGW_SLACK_BOT_TOKEN: is not set, and mtgw\.yaml has Slack$/m,
    );
    expect(said).toMatch(/^bad +chats +MTGW_SLACK_SIGNING_SECRET: is not set/m);
  });

  it('names that no chat is set up', async () => {
    owner.change('mtgw.yaml', ({ http, redis }) => ({ http, redis }));
    expect(await bad(['chat'])).toMatch(
      /^bad +chats +No chat is configured: give mtgw\.yaml a slack/m,
    );
  });

  it('names a wrong token, and never its value', async () => {
    const said = await bad(['chat'], withThese({ MTGW_SLACK_BOT_TOKEN: 'xoxb-of-somebody-else' }));
    expect(said).toMatch(/^bad +Slack +Slack refuses the bot token \(invalid_auth\)/m);
    expect(said).not.toContain('xoxb-of-somebody-else');
  });

  it('names the workspace that the token is of', async () => {
    owner.change('mtgw.yaml', (file) => ({
      ...file,
      slack: { teamId: 'T0OTHER', apiUrl: owner.slack.url },
    }));
    expect(await bad(['chat'])).toMatch(/^bad +Slack +.*T0LOOPBACK, but the settings say T0OTHER/m);
  });

  it('names a channel and a person that Slack does not know', async () => {
    owner.change('channels.yaml', (file) => ({
      ...file,
      contoso: { slack: 'C0NOWHERE' },
    }));
    owner.change('people.yaml', (file) => ({
      ...file,
      erin: { name: 'Erin', slack: 'U0NOBODY' },
    }));
    const said = await bad(['chat']);
    expect(said).toMatch(/^bad +Slack +contoso \(C0NOWHERE\): Slack knows no such channel/m);
    expect(said).toMatch(/^bad +Slack +erin \(U0NOBODY\): Slack knows no such member/m);
  });

  it('names the cause when Slack is not there', async () => {
    const gone = await freePort();
    owner.change('mtgw.yaml', (file) => ({
      ...file,
      slack: { teamId: 'T0LOOPBACK', apiUrl: `http://127.0.0.1:${gone}/api/` },
    }));
    expect(await bad(['chat'])).toMatch(
      /^bad +Slack +Slack does not answer auth\.test\. \(.*ECONNREFUSED 127\.0\.0\.1:\d+\)/m,
    );
  }, 40_000);

  it('names a port that is taken, and knows the bot itself there', async () => {
    const other = createServer().listen(owner.port, '127.0.0.1');
    try {
      expect(await bad(['chat'])).toMatch(
        /^bad +web server +127\.0\.0\.1:\d+ is taken: another program/m,
      );
    } finally {
      other.close();
    }
  });
});

describe('the doctor', () => {
  it('judges as both roles when none is named: without tokens and PowerShell it is not well', async () => {
    const env = {
      ...without('MTGW_SLACK_BOT_TOKEN', 'MTGW_SLACK_SIGNING_SECRET'),
      MTGW_PWSH: 'no-such-pwsh',
    };
    const said = await bad([], env);
    expect(said).toMatch(
      /^ok +role +Judged as mtgw all, .*mtgw doctor chat, or mtgw doctor worker$/m,
    );
    expect(said).toMatch(/^bad +chats +MTGW_SLACK_BOT_TOKEN: is not set/m);
    expect(said).toMatch(/^bad +PowerShell +.*A worker needs it; in mtgw/m);
    expect(said).not.toMatch(/Nothing is wrong/);
  });

  it('judges a worker without the chats, and needs its PowerShell', async () => {
    const env = { ...without('MTGW_SLACK_BOT_TOKEN'), MTGW_PWSH: 'no-such-pwsh' };
    const said = await bad(['worker'], env);
    expect(said).toMatch(/^bad +PowerShell/m);
    expect(said).not.toMatch(/MTGW_SLACK_BOT_TOKEN/);
  });

  it('takes no other word for a role', async () => {
    expect(await bad(['wroker'])).toMatch(/for one role: chat, worker, all, not wroker/);
  });

  it('names a gateway whose target is of no kind', async () => {
    owner.change('inventory.yaml', (file) => ({
      ...file,
      gateways: {
        gw1: { version: '2022', target: { kind: 'wsman' } },
        gw2: { version: '2022', target: { kind: 'local' } },
      },
    }));
    expect(await bad(['worker'])).toMatch(
      /^bad +gateways +inventory\.yaml: Target gw1: kind: use local, ssh or winrm\.$/m,
    );
    const { code, said } = await owner.mtgw(['worker']);
    expect(said).toMatch(/^inventory\.yaml: Target gw1: kind: use local, ssh or winrm\.$/m);
    expect(said).not.toMatch(/^ +at /m);
    expect(code).toBe(1);
  });

  it('names a channel that is nobody’s, and calls it bad when a digest is waited for there', async () => {
    owner.change('channels.yaml', (file) => ({ ...file, oncall: { slack: 'C0ONCALL' } }));
    const { said } = await owner.mtgw(['doctor', 'chat']);
    expect(said).toMatch(/^note +channels +oncall is no tenant's channel and not for operations/m);
    const digest = { at: '0 7 * * *', timeZone: 'UTC' };
    owner.change('channels.yaml', (file) => ({ ...file, oncall: { slack: 'C0ONCALL', digest } }));
    expect(await bad(['chat'])).toMatch(/^bad +channels +oncall is no tenant's channel/m);
  });

  it('says which policy is in force, and takes no file for it by accident', async () => {
    rmSync(join(owner.config, 'policy.yaml'));
    const { said } = await owner.mtgw(['doctor', 'chat']);
    expect(said).toMatch(
      /^ok +policy +The shipped one is in force, .*approvals.policies.default\.yaml/m,
    );
    owner.fill();
    renameSync(join(owner.config, 'policy.yaml'), join(owner.config, 'policy.yml'));
    expect(await bad(['chat'])).toMatch(/policy\.yml: .* did you mean policy\.yaml\?/);
    const started = await owner.mtgw(['chat']);
    expect(started.code).toBe(1);
    expect(started.said).toMatch(/policy\.yml: .* did you mean policy\.yaml\?/);
  });

  it.each([
    [
      'channels.yaml',
      'contoso',
      { slack: '#contoso' },
      /channels\.yaml: contoso\.slack: use the id of the channel/,
    ],
    [
      'people.yaml',
      'alice',
      { name: 'A', slack: '@alice' },
      /people\.yaml: alice\.slack: use the member id/,
    ],
    [
      'channels.yaml',
      'netops',
      { slack: 'C0123NETOPS', operation: true },
      /netops: there is no "operation" here, did you mean operations\?/,
    ],
    [
      'mtgw.yaml',
      'teams',
      { appId: 1234 },
      /mtgw\.yaml: teams\.appId: use the application \(client\) id, a GUID/,
    ],
  ])('names what is wrong in %s at %s', async (name, key, entry, sentence) => {
    owner.change(name, (file) => ({ ...file, [key]: entry }));
    expect(await bad(['chat'])).toMatch(sentence);
  });

  it('names what is no YAML once', async () => {
    writeFileSync(join(owner.config, 'people.yaml'), 'alice:\n\tname: Alice\n');
    const said = await bad([]);
    expect(said.match(/people\.yaml/g)).toHaveLength(1);
  });

  it('names a key that is missing or none', async () => {
    expect(await bad([], without('MTGW_AUDIT_KEY'))).toMatch(/MTGW_AUDIT_KEY: is not set/);
    const said = await bad([], withThese({ MTGW_VAULT_KEY: 'hunter2' }));
    expect(said).toMatch(/MTGW_VAULT_KEY: use 32 bytes in hexadecimal/);
  });
});

it('the variables of a service’s file are taken as systemd takes them', async () => {
  const file = join(owner.config, '..', 'mtgw.env');
  const names = Object.keys(owner.environment).filter((name) => name.startsWith('MTGW_'));
  const lines = names.map((name) => `${name}="${owner.environment[name]}"`);
  writeFileSync(file, ['# of the service', ...lines, ''].join('\n'));
  const { code, said } = await owner.mtgw(['doctor', 'chat', '--env', file], without(...names));
  expect(said).toMatch(/^ok +Slack +Slack knows the bot/m);
  expect(code).toBe(0);
});

it('a manifest is written into a file, in UTF-8', async () => {
  const file = join(owner.config, '..', 'slack.json');
  const { code, said } = await owner.mtgw(['manifest', 'slack', '--out', file]);
  expect(said).toBe(`Written to ${file}.\n`);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    display_information: { name: 'mtgw' },
  });
  expect(code).toBe(0);
  const refused = await owner.mtgw(['manifest', 'gateway', '--out', join(file, 'x')]);
  expect(refused.said).toMatch(/^--out: .* cannot be written \(ENOTDIR\)\.$/m);
});

describe('the doctor of a Redis', () => {
  it('that is away says so, with the error', async () => {
    const env = withThese({ MTGW_REDIS_URL: 'redis://127.0.0.1:9' });
    expect(await bad(['chat'], env)).toMatch(
      /^bad +Redis +Redis at 127\.0\.0\.1:9 cannot be reached \(ECONNREFUSED\)\. Is it running/m,
    );
  });

  it('that wants a password says that, soon, and so does a start', async () => {
    const door = new Redis(owner.redis.url);
    await door.config('SET', 'requirepass', 'right');
    try {
      let since = Date.now();
      const tookSeconds = () => {
        const took = (Date.now() - since) / 1_000;
        since = Date.now();
        return took;
      };
      expect(await bad(['chat'])).toMatch(
        /^bad +Redis +.* wants a password, and was told none.*MTGW_REDIS_URL/m,
      );
      // Without that answer it would be tried for fifteen seconds.
      expect(tookSeconds()).toBeLessThan(15);
      const wrong = owner.redis.url.replace('//', '//:wrong@');
      const said = await bad(['chat'], withThese({ MTGW_REDIS_URL: wrong }));
      expect(said).toMatch(/^bad +Redis +.* does not take the user or the password/m);
      expect(tookSeconds()).toBeLessThan(15);
      const started = await owner.mtgw(['chat']);
      expect(started.code).toBe(1);
      expect(started.said).toMatch(/^Redis at .* wants a password, and was told none/m);
      expect(tookSeconds()).toBeLessThan(15);
    } finally {
      await door.config('SET', 'requirepass', '');
      door.disconnect();
    }
  });
});

it('a start on a port that is taken is told in a sentence', async () => {
  const other = createServer().listen(owner.port, '127.0.0.1');
  try {
    const { code, said } = await owner.mtgw(['chat'], withThese({ MTGW_LOG: 'silent' }));
    expect(code).toBe(1);
    expect(said).toMatch(
      /^127\.0\.0\.1:\d+ is taken: another program listens there, .*MTGW_HTTP_PORT\.\n$/,
    );
  } finally {
    other.close();
  }
});
