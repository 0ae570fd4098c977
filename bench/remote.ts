import { spawn } from 'node:child_process';
import { createGatewayShells } from '../src/adapters/powershell/shells';
import { findPrograms } from '../src/config/programs';
import type { Command, GatewayShells } from '../src/ports/shells';
import type { SshServer } from '../src/sandbox/remote/ssh-server';
import { startSshd } from '../test/adapters/powershell/sshd';
import { median } from './percentile';
import type { BenchRow } from './row';

const { powershell: executable, environment } = findPrograms();
const CALLS = 60;
const OPENINGS = 10;
const FIRST_ANSWERS = 20;

/** What the boundary adds to a plain `Invoke-Command` on a kept session to the same restricted endpoint. */
export async function run(): Promise<BenchRow[]> {
  const gateway = await startSshd();
  try {
    const raw = new RawSession(gateway);
    await raw.open();
    const shells = open(gateway, ['gw']);
    await ask(shells, 'gw', many(1));
    const rows = [
      await inTurns(
        { name: 'remote-call', what: 'one reading on a kept session, p50', goal: 1.5 },
        CALLS,
        () => ask(shells, 'gw', many(1)),
        () => raw.invoke(1),
      ),
      await inTurns(
        { name: 'remote-1000', what: '1,000 objects on a kept session', goal: 1.3 },
        10,
        () => ask(shells, 'gw', many(1_000)),
        () => raw.invoke(1_000),
      ),
    ];
    await shells.close();
    rows.push(await opening(gateway, raw), await firstLargeAnswer(gateway, raw));
    raw.close();
    return rows;
  } finally {
    await gateway.stop();
  }
}

/** Each opens a session of its own and reads one object. */
async function opening(gateway: SshServer, raw: RawSession): Promise<BenchRow> {
  const shells = open(gateway, names(OPENINGS));
  await shells.ready('read');
  const targets = names(OPENINGS)[Symbol.iterator]();
  const row = await inTurns(
    { name: 'remote-open', what: 'opening a session and one reading', goal: 1.2 },
    OPENINGS,
    () => ask(shells, targets.next().value ?? '', many(1)),
    () => raw.openAndInvoke(1),
  );
  await shells.close();
  return row;
}

/** The worst of ours, next to the best of the floor: what stalls does so only now and then. */
async function firstLargeAnswer(gateway: SshServer, raw: RawSession): Promise<BenchRow> {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let i = 0; i < FIRST_ANSWERS; i++) {
    const shells = open(gateway, ['gw']);
    await ask(shells, 'gw', many(0));
    ours.push(await timed(() => ask(shells, 'gw', many(10_000))));
    await shells.close();
    // The floor needs its best only; where it stalls, a few are enough to wait for.
    if (i % 4 === 0) bare.push(await raw.firstAnswer(10_000));
  }
  const [figure, floor] = [Math.max(...ours), Math.min(...bare)];
  return {
    name: 'remote-10000',
    what: `the first 10,000 objects on a new session, worst of ${FIRST_ANSWERS}; floor: its best`,
    figure,
    unit: 'ms',
    floor,
    ratio: figure / floor,
    goal: 'at most 3',
    met: figure / floor <= 3,
  };
}

async function inTurns(
  about: { name: string; what: string; goal: number },
  turns: number,
  ours: () => Promise<unknown>,
  bare: () => Promise<unknown>,
): Promise<BenchRow> {
  const times = { ours: [] as number[], bare: [] as number[] };
  for (let i = 0; i < turns; i++) {
    times.ours.push(await timed(ours));
    times.bare.push(await timed(bare));
  }
  const [figure, floor] = [median(times.ours), median(times.bare)];
  const ratio = figure / floor;
  const { name, what, goal } = about;
  return {
    name,
    what,
    figure,
    unit: 'ms',
    floor,
    ratio,
    goal: `at most ${goal}`,
    met: ratio <= goal,
  };
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `gw${i}`);
}

function many(count: number): Command[] {
  return [{ cmdlet: 'Get-Many', parameters: { Count: count } }];
}

function open({ port, user, keyFile, knownHosts }: SshServer, targets: string[]): GatewayShells {
  const target = {
    kind: 'ssh',
    host: '127.0.0.1',
    port,
    user,
    keyFile,
    knownHosts,
    subsystem: 'jea',
  };
  return createGatewayShells({
    executable,
    environment,
    vault: { open: () => Promise.resolve(undefined) },
    targets: Object.fromEntries(targets.map((name) => [name, target])),
    only: 'all',
    alsoAllow: ['Get-Many'],
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
}

async function ask(shells: GatewayShells, target: string, commands: Command[]): Promise<void> {
  const [answer] = await shells.run([{ target, commands }], { timeoutMs: 60_000, purpose: 'read' });
  if (answer?.outcome !== 'answered') throw new Error(answer?.message ?? 'no answer');
}

/** PowerShell by hand: sessions to the same endpoint, and Invoke-Command, its output thrown away. */
class RawSession {
  readonly #child = spawn(
    executable,
    ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', '-'],
    {
      env: { ...environment, NO_COLOR: '1', TERM: 'dumb' },
    },
  );
  readonly #session: string;
  #answered: () => void = () => {};

  constructor({ port, user, keyFile, knownHosts }: SshServer) {
    this.#session =
      `New-PSSession -HostName 127.0.0.1 -Port ${port} -UserName ${user} -KeyFilePath '${keyFile}' -Subsystem jea ` +
      `-Options @{ BatchMode = 'yes'; StrictHostKeyChecking = 'yes'; UserKnownHostsFile = '${knownHosts}' }`;
    this.#child.stderr.resume();
    this.#child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      if (chunk.includes('#done')) this.#answered();
    });
  }

  #line(text: string): Promise<void> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#child.stdin.write(`${text}; [Console]::Out.WriteLine('#' + 'done')\n`);
    });
  }

  open(): Promise<void> {
    return this.#line(`$s = ${this.#session}`);
  }

  invoke(count: number, session = '$s'): Promise<void> {
    return this.#line(`$x = Invoke-Command -Session ${session} { Get-Many -Count ${count} }`);
  }

  async openAndInvoke(count: number): Promise<void> {
    await this.#line(`$t = ${this.#session}`);
    await this.invoke(count, '$t');
  }

  async firstAnswer(count: number): Promise<number> {
    await this.openAndInvoke(0);
    const time = await timed(() => this.invoke(count, '$t'));
    await this.#line('Remove-PSSession $t');
    return time;
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
