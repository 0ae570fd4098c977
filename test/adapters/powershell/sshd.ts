import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { whereIs } from '../../../scripts/setup/where-is.cjs';
import { eventually, fixtureModule } from './fixture';

const keygen = 'ssh-keygen';

export interface SshGateway {
  port: number;
  user: string;
  keyFile: string;
  knownHosts: string;
  /** Cut every connection, as a lost network does. */
  cut(): void;
  stop(): Promise<void>;
}

/** An sshd of our own on the loopback, with two endpoints: `plain`, and `jea`, which is restricted by a role. */
export async function startSshd(): Promise<SshGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'mtgw-sshd-'));
  const at = (name: string) => join(folder, name);
  for (const name of ['host', 'user']) {
    execFileSync(keygen, ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)]);
  }
  const port = await freePort();
  const hostKey = readFileSync(at('host.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
  writeFileSync(at('known'), `[127.0.0.1]:${port} ${hostKey}\n`);
  writeFileSync(at('keys'), readFileSync(at('user.pub')), { mode: 0o600 });
  writeEndpoints(folder);
  const subsystem = (name: string) =>
    `Subsystem ${name} ${whereIs('powershell')} -sshs -NoLogo -NoProfile -ConfigurationFile ${at(`${name}.pssc`)}`;
  writeFileSync(
    at('config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${at('host')}`,
      `AuthorizedKeysFile ${at('keys')}`,
      'PidFile none',
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'PermitRootLogin prohibit-password',
      subsystem('plain'),
      subsystem('jea'),
    ].join('\n'),
  );
  // Where sshd runs as root it wants this folder, which a booted system has.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  const server = spawn(whereIs('sshd'), ['-D', '-e', '-f', at('config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => {
    said = (said + String(chunk)).slice(-2000);
  });
  await eventually('sshd', () => answers(port)).catch((problem: Error) => {
    throw new Error(`${problem.message}; it said: ${said}`);
  });
  return {
    port,
    user: userInfo().username,
    keyFile: at('user'),
    knownHosts: at('known'),
    cut: () => killChildren(server),
    async stop() {
      killChildren(server);
      server.kill('SIGKILL');
      await eventually('the end of sshd', async () => !(await answers(port)));
    },
  };
}

/** The files are made by PowerShell's own cmdlet, as on a gateway. */
function writeEndpoints(folder: string): void {
  const role = `@{ Name = 'Show-Bound'; Parameters = @{ Name = 'Text'; ValidatePattern = '^[a-z ]+$' } }`;
  const common = `-ModulesToImport '${fixtureModule}'`;
  const script = [
    `New-PSSessionConfigurationFile -Path '${folder}/plain.pssc' -SessionType Default ${common}`,
    `New-PSSessionConfigurationFile -Path '${folder}/jea.pssc' -SessionType RestrictedRemoteServer -LanguageMode NoLanguage ${common}` +
      ` -VisibleFunctions ${role}, 'Get-Thing', 'Get-Kinds', 'Write-Problems', 'Stop-Everything', 'Test-Confirm', 'Wait-Softly', 'Set-Key'`,
  ].join('; ');
  execFileSync(whereIs('powershell'), ['-NoProfile', '-NonInteractive', '-Command', script]);
}

function killChildren(server: ChildProcess): void {
  // Fails when there are none.
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(server.pid)], {
    encoding: 'utf8',
  });
  for (const pid of stdout.trim().split(/\s+/).filter(Boolean))
    process.kill(Number(pid), 'SIGKILL');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return address.port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}
