import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Kill a process and all that it started, at once and without asking. Resolves when the signals are sent. */
export async function killTree(pid: number): Promise<void> {
  if (process.platform === 'win32') {
    // Fails when the process is gone already, which is what was wanted.
    await run('taskkill', ['/PID', String(pid), '/T', '/F'], { windowsHide: true }).catch(() => {});
    return;
  }
  // Listed first: once the parent is dead its children belong to process 1.
  const family = await descendants(pid);
  for (const member of [pid, ...family]) kill(member);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'ESRCH') throw problem;
  }
}

async function descendants(root: number): Promise<number[]> {
  const pairs = process.platform === 'linux' ? await linuxPairs() : await psPairs();
  const found: number[] = [];
  for (let generation = [root]; generation.length > 0; ) {
    const parents = new Set(generation);
    generation = pairs.filter(([, parent]) => parents.has(parent)).map(([child]) => child);
    found.push(...generation);
  }
  return found;
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
