import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startTimeOf } from './start-time';

const run = promisify(execFile);

/** Long enough for a process of many gigabytes; one that is still there then hangs in the system itself. */
const GONE_WITHIN_MS = 10_000;

/**
 * Kill processes and all that they started, at once and without asking. Resolves when none of them is left: a signal
 * is only sent, and until it is delivered a cmdlet may still be at work. Whoever must know looks again.
 */
export async function killTree(...roots: number[]): Promise<void> {
  // Listed first: once the parent is dead its children belong to process 1.
  const family = process.platform === 'win32' ? roots : await withDescendants(roots);
  if (process.platform === 'win32') for (const root of roots) await taskkill(root);
  else for (const member of family) kill(member);
  const giveUp = performance.now() + GONE_WITHIN_MS;
  for (const member of family) {
    while (performance.now() < giveUp && (await startTimeOf(member)) !== undefined) await sleep(5);
  }
}

async function taskkill(pid: number): Promise<void> {
  // Fails when the process is gone already, which is what was wanted.
  await run('taskkill', ['/PID', String(pid), '/T', '/F'], { windowsHide: true }).catch(() => {});
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'ESRCH') throw problem;
  }
}

async function withDescendants(roots: number[]): Promise<number[]> {
  const pairs = process.platform === 'linux' ? await linuxPairs() : await psPairs();
  const found = new Set(roots);
  for (let generation = roots; generation.length > 0; ) {
    const parents = new Set(generation);
    generation = pairs.filter(([, parent]) => parents.has(parent)).map(([child]) => child);
    for (const child of generation) found.add(child);
  }
  return [...found];
}

/** Every process with its parent. */
async function linuxPairs(): Promise<[number, number][]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const pairs = await Promise.all(
    pids.map(async (pid): Promise<[number, number] | undefined> => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
      // The name, in parentheses, may hold anything; the fields after it do not.
      const parent = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
      return parent === undefined ? undefined : [Number(pid), Number(parent)];
    }),
  );
  return pairs.filter((pair) => pair !== undefined);
}

async function psPairs(): Promise<[number, number][]> {
  const { stdout } = await run('ps', ['-axo', 'pid=,ppid=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
}
