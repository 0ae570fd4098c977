import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root';

/* Every conversation in the docs is played, on real parts, as a reader would play it. */

const folder = join(packageRoot, 'docs', 'conversations');
const files = readdirSync(folder).filter((name) => name.endsWith('.mtgw'));

function playFile(file: string): Promise<{ code: number | null; transcript: string }> {
  const cli = join(packageRoot, 'dist', 'src', 'cli.js');
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [cli, 'play', join(folder, file)],
      { timeout: 150_000, maxBuffer: 64 * 1024 * 1024 },
      (_error, stdout, stderr) =>
        resolve({ code: child.exitCode, transcript: `${stdout}\n${stderr}` }),
    );
  });
}

describe('the conversations in docs/conversations', () => {
  it('are there', () => {
    expect(files.length).toBeGreaterThanOrEqual(9);
  });
  it.each(files)(
    '%s holds',
    async (file) => {
      const { code, transcript } = await playFile(file);
      if (code !== 0) throw new Error(transcript.slice(-6_000));
    },
    160_000,
  );
});
