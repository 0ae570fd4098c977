import { join } from 'node:path';
import { packageRoot } from '../src/package-root';
import { teamId } from '../src/sandbox/loopback/slack/cast';
import { slashBody } from '../test/adapters/slack/signed-request';
import { type Owner, startOwner } from '../test/e2e/owner';
import { median, percentile } from './percentile';
import type { BenchRow } from './row';
import { type Acknowledgement, sendCommands } from './slash-commands';
import { type StartedProcess, startProcess } from './started-process';

const rounds = 3;
const load = { perSecond: 100, seconds: 20 };
const startMs = 3_000;
const cli = join(packageRoot, 'dist', 'src', 'cli.js');

/** What stands before each acknowledgement to Slack, next to Slack's own library that does nothing else. */
export async function run(): Promise<BenchRow[]> {
  const owner = await startOwner();
  const webApi = await start('bare-web-api');
  try {
    owner.fill();
    const apiUrl = `${addressOf(webApi)}/api/`;
    owner.change('mtgw.yaml', (file) => ({ ...file, slack: { teamId, apiUrl } }));
    const [ours, bare]: [Acknowledgement[][], Acknowledgement[][]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      bare.push(await ofBareBolt(owner, apiUrl));
      ours.push(await ofChat(owner, apiUrl));
    }
    const what = `a command acknowledged, ${load.perSecond}/s for ${load.seconds} s, p99`;
    return [
      row('ack', what, ours, bare, Number.POSITIVE_INFINITY),
      row('ack-start', 'the same in the first 3 s after the start, p99', ours, bare, startMs),
    ];
  } finally {
    await webApi.stop();
    await owner.close();
  }
}

async function ofBareBolt(owner: Owner, apiUrl: string): Promise<Acknowledgement[]> {
  const secret = owner.environment['MTGW_SLACK_SIGNING_SECRET'] ?? '';
  const bolt = await start('bare-bolt', { ...owner.environment, SLACK_SIGNING_SECRET: secret });
  return measure(bolt, `${addressOf(bolt)}/slack/events`, secret, apiUrl);
}

async function ofChat(owner: Owner, apiUrl: string): Promise<Acknowledgement[]> {
  const secret = owner.environment['MTGW_SLACK_SIGNING_SECRET'] ?? '';
  const chat = await startProcess(cli, ['chat'], owner.environment);
  return measure(chat, `http://127.0.0.1:${owner.port}/slack/events`, secret, apiUrl);
}

async function measure(
  started: StartedProcess,
  url: string,
  secret: string,
  apiUrl: string,
): Promise<Acknowledgement[]> {
  const run = Date.now();
  try {
    return await sendCommands(
      url,
      secret,
      (number) =>
        slashBody({
          channel_id: 'C0123NETOPS',
          trigger_id: `${run}.${number}`,
          response_url: `${apiUrl}commands/${number}`,
        }),
      load,
    );
  } finally {
    await started.stop();
  }
}

function start(name: string, env: NodeJS.ProcessEnv = process.env): Promise<StartedProcess> {
  return startProcess(join(__dirname, `${name}.js`), [], env);
}

function addressOf({ said }: StartedProcess): string {
  return said.replace(/^ready at /, '').trim();
}

/** Of each round that part which was sent within `withinMs`; the medians over the rounds. */
function row(
  name: string,
  what: string,
  ours: Acknowledgement[][],
  bare: Acknowledgement[][],
  withinMs: number,
): BenchRow {
  const p99 = (round: Acknowledgement[]) =>
    percentile(
      round.filter(({ at }) => at < withinMs).map(({ ms }) => ms),
      99,
    );
  const [figures, floors] = [ours.map(p99), bare.map(p99)];
  const ratio = median(figures.map((figure, at) => figure / (floors[at] ?? Number.NaN)));
  const [figure, floor] = [median(figures), median(floors)];
  return { name, what, figure, unit: 'ms', floor, ratio, goal: 'at most 1.5', met: ratio <= 1.5 };
}
