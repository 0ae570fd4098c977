import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { childPids } from '../child-pids';
import { freePort } from '../free-port';

/** An sshd of our own on the loopback, with keys that live as long as it does. */
export interface SshServer {
  port: number;
  user: string;
  keyFile: string;
  knownHosts: string;
  /** Cut every connection, as a lost network does. */
  cut(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Start one, as whoever runs this: it needs no rights of root.
 * @param options.subsystems the command line of each, by its name
 * @param options.folder a folder of its own
 * @throws Error with what sshd said when it does not come up
 */
export async function startSshServer(options: {
  sshd: string;
  folder: string;
  subsystems: Readonly<Record<string, string>>;
}): Promise<SshServer> {
  const at = (name: string) => join(options.folder, name);
  await Promise.all(['host', 'user'].map((name) => makeKey(at(name))));
  const port = await freePort();
  const [kind, key] = readFileSync(at('host.pub'), 'utf8').split(' ');
  writeFileSync(at('known'), `[127.0.0.1]:${port} ${kind} ${key}\n`);
  copyFileSync(at('user.pub'), at('keys'));
  const listed = Object.entries(options.subsystems);
  const lines = [
    ...[`Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${at('host')}`],
    ...[`AuthorizedKeysFile ${at('keys')}`, 'PidFile none', 'StrictModes no', 'UsePAM no'],
    ...['PasswordAuthentication no', 'PermitRootLogin prohibit-password', 'MaxStartups 100'],
    ...listed.map(([name, command]) => `Subsystem ${name} ${command}`),
  ];
  writeFileSync(at('config'), `${lines.join('\n')}\n`);
  // Where sshd runs as root it wants this folder, which a booted system has.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  const server = spawn(options.sshd, ['-D', '-e', '-f', at('config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // However this process ends, what it started ends with it.
  const end = () => void server.kill('SIGKILL');
  process.once('exit', end);
  try {
    await untilItAnswers(server, port);
  } catch (error) {
    process.off('exit', end);
    end();
    throw error;
  }
  const cut = async () => {
    for (const pid of await childPids(server.pid)) endProcess(pid);
  };
  return {
    port,
    user: userInfo().username,
    keyFile: at('user'),
    knownHosts: at('known'),
    cut,
    async stop() {
      process.off('exit', end);
      await cut();
      if (server.exitCode !== null || server.signalCode !== null) return;
      const gone = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGKILL');
      await gone;
    },
  };
}

async function makeKey(file: string): Promise<void> {
  await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
}

async function untilItAnswers(server: ChildProcess, port: number): Promise<void> {
  let said = '';
  server.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    said = (said + chunk).slice(-2_000);
  });
  server.once('error', (error) => {
    said += error.message;
  });
  const end = Date.now() + 10_000;
  while (!(await answers(port))) {
    if (Date.now() > end || server.exitCode !== null || server.pid === undefined) {
      throw new Error(`sshd (${server.spawnfile}) did not start: ${said.trim() || 'no answer'}`);
    }
    await delay(20);
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** It may have ended by itself since it was listed. */
function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
