import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The processes that a process started itself. */
export async function childPids(parent: number | undefined): Promise<number[]> {
  if (parent === undefined) return [];
  if (process.platform === 'win32') {
    const query = `(Get-CimInstance Win32_Process -Filter "ParentProcessId=${parent}").ProcessId`;
    const { stdout } = await run('powershell.exe', ['-NoProfile', '-Command', query]);
    return numbers(stdout);
  }
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, ppid]) => (ppid === parent && pid !== undefined ? [pid] : []));
}

function numbers(text: string): number[] {
  return text.split(/\s+/).filter(Boolean).map(Number);
}
