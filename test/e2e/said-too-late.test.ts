import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root';

it('a conversation fails whose last line refuses what the bot says right after it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'mtgw-late-'));
  const file = join(directory, 'late.mtgw');
  writeFileSync(file, 'alice: /mtgw help\nrefuse: add-s2s\n');
  const cli = join(packageRoot, 'dist', 'src', 'cli.js');
  const { code, transcript } = await new Promise<{ code: number | null; transcript: string }>(
    (resolve) => {
      const child = execFile(process.execPath, [cli, 'play', file], (_error, stdout) =>
        resolve({ code: child.exitCode, transcript: stdout }),
      );
    },
  );
  rmSync(directory, { recursive: true });
  expect(transcript).toMatch(/late\.mtgw: line 2 failed: the bot sent: /);
  expect(code).toBe(1);
});
