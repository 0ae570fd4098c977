import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { whereIs } from '../../../scripts/setup/where-is.cjs';
import { killTree } from '../../../src/adapters/powershell/process-tree';
import { startTimeOf } from '../../../src/adapters/powershell/start-time';
import { closeRigs, eventually, rig, temporaryFile } from './fixture';

const executable = whereIs('powershell');
afterAll(closeRigs);

/* A PowerShell that was installed as a .NET tool, or by a script, is started by a process that waits for it. */

const isThere = async (pid: number) => (await startTimeOf(pid)) !== undefined;
const parentOf = (pid: number) =>
  Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }));

/** The executable behind a script that stays around it. */
function wrapped(executable: string): string {
  const file = temporaryFile('wrapper');
  writeFileSync(file, `#!/bin/sh\n'${executable}' "$@"\nexit $?\n`);
  chmodSync(file, 0o755);
  return file;
}

describe('PowerShell behind a process that waits for it', () => {
  it('is gone once its work was cut off, and so is the wrapper', async () => {
    const on = rig(wrapped(executable));
    const { pid } = await on.shells.ready('change');
    const wrapper = parentOf(pid);
    await on.result('Get-Thing', { Name: ['x'] });
    const late = await on.one('Wait-Hard', { Ms: 20_000 }, { timeoutMs: 1000 });
    expect(late.outcome).toBe('timeout');
    expect(await isThere(pid)).toBe(false);
    expect(await isThere(wrapper)).toBe(false);
    await on.shells.close();
  });

  it('does not finish its cmdlet once the wrapper alone was killed and the call was given up', async () => {
    const on = rig(wrapped(executable));
    const { pid } = await on.shells.ready('change');
    const work = on.one('Wait-Hard', { Ms: 15_000 });
    await new Promise((resolve) => setTimeout(resolve, 500));
    process.kill(parentOf(pid), 'SIGKILL');
    expect((await work).outcome).toBe('died');
    expect(await isThere(pid)).toBe(false);
    await on.shells.close();
  });

  it('goes by itself when the wrapper alone was killed while nothing was asked', async () => {
    const on = rig(wrapped(executable));
    const { pid } = await on.shells.ready('change');
    process.kill(parentOf(pid), 'SIGKILL');
    await eventually('its end', async () => !(await isThere(pid)));
    expect(await on.one('Get-Thing', { Name: ['x'] })).toMatchObject({ outcome: 'answered' });
    await on.shells.close();
  });
});

describe('Killing a tree', () => {
  it('resolves when the last of it is gone', async () => {
    const leaf = `setInterval(() => {}, 1000)`;
    const child = spawn(process.execPath, [
      '-e',
      `const { spawn } = require('node:child_process');
       const pids = Array.from({ length: 8 }, () => spawn(process.execPath, ['-e', '${leaf}', 'x'], { stdio: 'ignore' }).pid);
       console.log(JSON.stringify(pids)); ${leaf}`,
    ]);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const family = [child.pid ?? 0, ...(JSON.parse(String(line)) as number[])];
    await killTree(child.pid ?? 0);
    expect(await Promise.all(family.map(isThere))).toEqual(family.map(() => false));
  });
});
