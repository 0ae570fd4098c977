import { createServer } from 'node:net';
import { listenProblem } from '../../adapters/http/listen-problem';
import type { ProcessConfig } from '../../config/process';
import { bad, type Finding, note, ok } from './finding';

/** Where a chat role would listen: may it, and is the address free? A bot that runs there already is well. */
export async function examineAddress({ http, publicUrl }: ProcessConfig): Promise<Finding[]> {
  const { host, port } = http;
  const where = `${host}:${port}`;
  const problem = await tryToListen(host, port);
  if (problem === undefined) {
    const from = publicUrl === undefined ? '' : ` Whether ${publicUrl} leads there is not tried.`;
    return [ok('web server', `${where} is free to listen on.${from}`)];
  }
  if (problem.code === 'EADDRINUSE' && (await isOurs(host, port))) {
    return [note('web server', `A bot listens on ${where} already.`)];
  }
  return [bad('web server', listenProblem(problem, { host, port })?.message ?? problem.message)];
}

/** Slack and Teams call addresses with TLS alone; a chat of somebody's own may do otherwise. */
export function examinePublicUrl({
  publicUrl = '',
  config: { bot },
}: Pick<ProcessConfig, 'publicUrl' | 'config'>): Finding[] {
  if (!publicUrl.startsWith('http:')) return [];
  const { slack, teams } = bot;
  const deaf = [
    ...(slack !== undefined && slack.apiUrl === undefined ? ['Slack'] : []),
    ...(teams !== undefined && 'appId' in teams && teams.endpoints === undefined ? ['Teams'] : []),
  ];
  return deaf.map((chat) =>
    bad(
      chat,
      `${chat} calls no address without TLS, so it cannot reach ${publicUrl}: set http.publicUrl to the one of the proxy, with https.`,
    ),
  );
}

function tryToListen(host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}

async function isOurs(host: string, port: number): Promise<boolean> {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const url = `http://${name.includes(':') ? `[${name}]` : name}:${port}/healthz`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  const said = await answer?.text().catch(() => undefined);
  return said !== undefined && /^(ok|starting, or Redis is away)\n$/.test(said);
}
