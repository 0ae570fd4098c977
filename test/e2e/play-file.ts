import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root';

const folder = join(packageRoot, 'docs', 'conversations');
const cli = join(packageRoot, 'dist', 'src', 'cli.js');

export const conversationFiles = readdirSync(folder).filter((name) => name.endsWith('.mtgw'));

/** How long one file may take, in milliseconds. */
export const conversationMs = 160_000;

/**
 * Play a file as a reader would, in a process of its own.
 * @param remote the gateway that the bot reaches over SSH
 * @throws Error with the end of the transcript when an expectation did not hold
 */
export async function playFile(
  file: string,
  through: 'page' | 'real',
  remote?: string,
): Promise<void> {
  const reached = remote === undefined ? [] : ['--remote', remote];
  const words = [cli, 'play', '--through', through, ...reached, join(folder, file)];
  const options = { timeout: conversationMs - 10_000, maxBuffer: 64 * 1024 * 1024 };
  const transcript = await new Promise<string>((resolve) => {
    const child = execFile(process.execPath, words, options, (_error, stdout, stderr) =>
      resolve(child.exitCode === 0 ? '' : `${stdout}\n${stderr}`),
    );
  });
  if (transcript !== '') throw new Error(transcript.slice(-6_000));
}
