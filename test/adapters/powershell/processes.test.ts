import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { whereIs } from '../../../scripts/setup/where-is.cjs';
import { createProcessTable } from '../../../src/adapters/powershell/process-table';
import { startTimeOf } from '../../../src/adapters/powershell/start-time';
import type { ParameterValue } from '../../../approvals/plan';
import type { ShellIdentity } from '../../../src/ports/shells';
import { processTableContract } from '../process-table-contract';
import { eventually, temporaryFile } from './fixture';

const executable = whereIs('powershell');

const table = createProcessTable();
const hook = require.resolve('../redis/read-typescript.cjs');

const workers: ChildProcess[] = [];
afterAll(() => {
  for (const worker of workers) worker.kill('SIGKILL');
});

/** A worker of its own that is in the middle of a cmdlet. */
async function atWork(
  executable: string,
  cmdlet: string,
  parameters: Record<string, ParameterValue>,
  timeoutMs: number,
): Promise<{ kill(): Promise<void>; shell: ShellIdentity }> {
  const worker = spawn(
    process.execPath,
    [
      '--require',
      hook,
      require.resolve('./orphan.ts'),
      executable,
      cmdlet,
      JSON.stringify(parameters),
      String(timeoutMs),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  workers.push(worker);
  const [line] = (await once(worker.stdout, 'data')) as [Buffer];
  // Time to hand the cmdlet over.
  await new Promise((resolve) => setTimeout(resolve, 300));
  return {
    shell: JSON.parse(String(line)) as ShellIdentity,
    async kill() {
      const gone = once(worker, 'exit');
      worker.kill('SIGKILL');
      await gone;
    },
  };
}

describe('When the worker is killed, its PowerShell', () => {
  it('finishes its cmdlet, then ends', async () => {
    const file = temporaryFile('done');
    const { kill, shell } = await atWork(
      executable,
      'Wait-Softly',
      { Ms: 2000, File: file },
      15_000,
    );
    await kill();
    expect(existsSync(file)).toBe(false);
    expect(await table.isAlive(shell)).toBe(true);
    await eventually('the end of the orphan', async () => !(await table.isAlive(shell)));
    expect(existsSync(file)).toBe(true);
  });

  it.each(['Wait-Softly', 'Wait-Hard'])(
    'keeps the deadline by itself, and what hung (%s) does not finish',
    async (cmdlet) => {
      const file = temporaryFile('done');
      const { kill, shell } = await atWork(executable, cmdlet, { Ms: 6000, File: file }, 1500);
      await kill();
      expect(await table.isAlive(shell)).toBe(true);
      await eventually('the end of the orphan', async () => !(await table.isAlive(shell)), 5000);
      await new Promise((resolve) => setTimeout(resolve, 3500));
      expect(existsSync(file)).toBe(false);
    },
  );

  it('can be ended by the next worker, with all that it started', async () => {
    const file = temporaryFile('done');
    const { kill, shell } = await atWork(executable, 'Wait-Hard', { Ms: 5000, File: file }, 15_000);
    await kill();
    await table.end(shell);
    expect(await table.isAlive(shell)).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(existsSync(file)).toBe(false);
  });
});

describe('The process table', () => {
  const started: ChildProcess[] = [];
  afterAll(() => {
    for (const child of started) child.kill('SIGKILL');
  });
  processTableContract(() => ({
    table,
    async start() {
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      started.push(child);
      await once(child, 'spawn');
      const pid = child.pid ?? 0;
      return { host: hostname(), pid, startedAt: (await startTimeOf(pid)) ?? 0 };
    },
  }));

  const me = async (): Promise<ShellIdentity> => ({
    host: hostname(),
    pid: process.pid,
    startedAt: (await startTimeOf(process.pid)) ?? 0,
  });

  it('knows when a process started, as the clock on the wall has it', async () => {
    const { startedAt } = await me();
    expect(Math.abs(startedAt - (Date.now() - process.uptime() * 1000))).toBeLessThan(3000);
    expect(await table.isAlive(await me())).toBe(true);
  });

  it('has nothing to end where there is no such process', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    const gone = { host: hostname(), pid: child.pid ?? 0, startedAt: Date.now() };
    expect(await table.isAlive(gone)).toBe(false);
    await table.end(gone);
  });

  it('ends a process with its children and theirs', async () => {
    const grandchild = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })`;
    const child = spawn(process.execPath, [
      '-e',
      `const c = ${grandchild}; console.log(c.pid); setInterval(() => {}, 1000)`,
    ]);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const pids = [child.pid ?? 0, Number(String(line))];
    const startedAt = (await startTimeOf(pids[0] ?? 0)) ?? 0;
    await table.end({ host: hostname(), pid: pids[0] ?? 0, startedAt });
    for (const pid of pids)
      await eventually(`the end of ${pid}`, async () => (await startTimeOf(pid)) === undefined);
  });
});
