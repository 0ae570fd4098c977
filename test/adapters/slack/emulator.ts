import { type ChildProcess, spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';

export const emulatorToken = 'xoxb-local-test';

export interface Emulator {
  apiUrl: string;
  /** A call of ours beside the adapter's, to see what is there. */
  ask(method: string, body?: Record<string, string>): Promise<Record<string, unknown>>;
  /** A page of its inspector, as HTML. */
  inspect(tab: string): Promise<string>;
  close(): Promise<void>;
}

/** The `emulate` package as Slack: another reading of the protocol than ours. */
export async function startEmulator(): Promise<Emulator> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const command = path.join(__dirname, 'emulate-on-loopback.mjs');
  const seed = path.join(__dirname, 'emulate-seed.yaml');
  const child = spawn(
    process.execPath,
    [command, 'start', '-s', 'slack', '-p', String(port), '--seed', seed],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const said: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const ask: Emulator['ask'] = async (method, body = {}) => {
    const response = await fetch(`${url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${emulatorToken}` },
      body: new URLSearchParams(body),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  await untilItAnswers(ask, child, said);
  return {
    apiUrl: `${url}/api/`,
    ask,
    inspect: async (tab) => (await fetch(`${url}/?tab=${tab}`)).text(),
    close: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill();
      }),
  };
}

async function untilItAnswers(ask: Emulator['ask'], child: ChildProcess, said: string[]) {
  const end = Date.now() + 15_000;
  for (;;) {
    const answer = await ask('auth.test').catch(() => undefined);
    if (answer?.['ok'] === true) return;
    if (Date.now() > end || child.exitCode !== null) {
      child.kill();
      throw new Error(`emulate did not come up: ${said.join('')} ${JSON.stringify(answer)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
