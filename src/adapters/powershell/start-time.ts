import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { ShellIdentity } from '../../ports/shells';

const run = promisify(execFile);

/**
 * When a process of this machine started, in milliseconds since the epoch as the operating system counts it.
 * Undefined when there is no such process, or only its entry is left for the parent to collect.
 */
export function startTimeOf(pid: number): Promise<number | undefined> {
  if (process.platform === 'linux') return fromProc(pid);
  if (process.platform === 'win32') return fromWindows(pid);
  return fromPs(pid);
}

/**
 * Linux counts a process's start from boot and boot in whole seconds, which its clock corrections move a little;
 * a pid does not come round again within this time.
 */
const TOLERANCE_MS = 2000;

/** Whether that very process still runs, and not another one that was given its pid. */
export async function isStillThere({
  pid,
  startedAt,
}: Pick<ShellIdentity, 'pid' | 'startedAt'>): Promise<boolean> {
  const found = await startTimeOf(pid);
  return found !== undefined && Math.abs(found - startedAt) <= TOLERANCE_MS;
}

/** USER_HZ: what the kernel shows user space, 100 on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;

/** proc(5): after the name come state (3rd field) ... starttime (22nd), in ticks since boot. */
async function fromProc(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], Number(fields[19])];
  if (state === 'Z' || state === 'X') return undefined;
  const boot = /^btime (\d+)$/m.exec(await readFile('/proc/stat', 'utf8'))?.[1];
  return Number(boot) * 1000 + (ticks * 1000) / TICKS_PER_SECOND;
}

async function fromPs(pid: number): Promise<number | undefined> {
  const env = { LC_ALL: 'C', TZ: 'UTC', PATH: '/bin:/usr/bin' };
  const found = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { env }).catch(
    () => undefined,
  );
  const [state = '', ...started] = found?.stdout.trim().split(/\s+/) ?? [];
  if (state === '' || state.startsWith('Z')) return undefined;
  return Date.parse(`${started.join(' ')} UTC`);
}

/** Get-Process of the PowerShell that every Windows has; wmic is gone from newer ones. */
async function fromWindows(pid: number): Promise<number | undefined> {
  const script =
    `$p = Get-Process -Id ${pid} -ErrorAction SilentlyContinue; ` +
    "if ($p) { ($p.StartTime.ToUniversalTime() - [datetime]'1970-01-01').TotalMilliseconds.ToString('F0') }";
  const { stdout } = await run(
    'powershell.exe',
    ['-NoProfile', '-NonInteractive', '-Command', script],
    { windowsHide: true },
  );
  return stdout.trim() === '' ? undefined : Number(stdout.trim());
}
