import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root';
import { type Owner, startOwner } from './owner';

/* What somebody who starts the bot reads in its log. */

let owner: Owner;
beforeAll(async () => {
  owner = await startOwner();
}, 60_000);
afterAll(() => owner.close());

/** What `mtgw all` logs until both roles are ready and PowerShell runs, a line each. */
async function startedAll(): Promise<string[]> {
  const cli = join(packageRoot, 'dist', 'src', 'cli.js');
  const bot = spawn(process.execPath, [cli, 'all'], {
    env: owner.environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  const isReady = () =>
    text.split('"msg":"ready: ').length > 2 && text.includes('"msg":"PowerShell started"');
  await new Promise<void>((resolve, reject) => {
    bot.once('exit', () => reject(new Error(text)));
    bot.stderr.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      if (isReady()) resolve();
    });
  });
  bot.removeAllListeners('exit');
  const gone = once(bot, 'exit');
  bot.kill('SIGTERM');
  await gone;
  return text.trim().split('\n');
}

it('each role says once that it is ready, with address, chats, gateways and policy', async () => {
  owner.fill();
  owner.change('channels.yaml', (file) => ({ ...file, oncall: { slack: 'C0ONCALL' } }));
  const lines = await startedAll();
  const ready = lines
    .map((line) => JSON.parse(line) as { role: string; msg: string })
    .filter(({ msg }) => msg.startsWith('ready: '))
    .map(({ role, msg }) => `${role} ${msg}`);
  const policy = join(owner.config, 'policy.yaml');
  const [at, url] = [`127.0.0.1:${owner.port}`, `http://127.0.0.1:${owner.port}`];
  expect(ready).toEqual([
    `worker ready: changes of gw1, gw2 are taken; the policy is ${policy}`,
    `chat ready: people are heard in Slack as U0MTGWBOT of T0LOOPBACK, at ${at} (${url}); the policy is ${policy}`,
  ]);
  // JSON takes the last of two, and the process would be lost.
  for (const line of lines) expect(line.match(/"pid":/g)).toHaveLength(1);
  expect(lines.filter((line) => line.includes("oncall is no tenant's channel"))).toHaveLength(1);
});
