import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPrograms } from '../../src/config/programs';
import { UserError } from '../../src/errors';
import { childPids } from '../../src/sandbox/child-pids';
import { startSandbox } from '../../src/sandbox/sandbox';
import { beginStarting } from '../../src/sandbox/started';

const usual = {
  chats: 'without page',
  port: 0,
  timings: 'short',
  log: { info: () => {}, warn: () => {}, error: () => {} },
} as const;

describe('A sandbox that does not come up', () => {
  const before = process.env['TMPDIR'];
  afterEach(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });

  it('has stopped what it had started: no process and no folder is left', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mtgw-start-up-'));
    process.env['TMPDIR'] = folder;
    const sshd = join(folder, 'sshd');
    writeFileSync(sshd, '#!/bin/sh\necho this one does not start >&2\nexit 1\n', { mode: 0o755 });
    const children = await childPids(process.pid);
    await expect(
      startSandbox({ ...usual, programs: { ...findPrograms(), sshd }, remote: ['gw1'] }),
    ).rejects.toThrow('did not start: this one does not start');
    const after = await childPids(process.pid);
    // Who lists them was a child too, and has ended.
    expect(after.filter((pid) => !children.includes(pid) && isAlive(pid))).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.startsWith('mtgw-sandbox-'))).toEqual([]);
  }, 60_000);

  it('because there is no such gateway says which there are, before it starts anything', async () => {
    const start = startSandbox({ ...usual, programs: findPrograms(), remote: ['gw9'] });
    await expect(start).rejects.toThrow(UserError);
    await expect(start).rejects.toThrow(
      'The sandbox has no gateway gw9 to reach over SSH; it has gw1, gw2, gw3.',
    );
  });

  it('is stopped from the newest part to the oldest, whatever fails', async () => {
    const stopped: string[] = [];
    const started = beginStarting();
    started.stopWith(() => stopped.push('first'));
    started.stopWith(() => Promise.reject(new Error('it hangs')));
    started.stopWith(async () => stopped.push('last'));
    await expect(started.stopAll()).rejects.toThrow('it hangs');
    expect(stopped).toEqual(['last', 'first']);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
