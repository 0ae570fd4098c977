import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root';

const folder = join(packageRoot, 'docs', 'conversations');
const cli = join(packageRoot, 'dist', 'src', 'cli.js');

/** All of them but the one that remote.test.ts plays. */
export const conversationFiles = readdirSync(folder).filter(
  (name) => name.endsWith('.mtgw') && name !== 'behind-ssh.mtgw',
);

/** How long one file may take, in milliseconds. */
export const conversationMs = 160_000;

/** Files that one process plays, one after the other, as a reader would. */
export interface Playing {
  /** Resolves once that file held; rejects with the end of its transcript when an expectation did not. */
  of(file: string): Promise<void>;
  stop(): void;
}

/** @param remote the gateway that the bot reaches over SSH */
export function playFiles(
  files: readonly string[],
  through: 'page' | 'real',
  remote?: string,
): Playing {
  const reached = remote === undefined ? [] : ['--remote', remote];
  const paths = files.map((file) => join(folder, file));
  const words = [cli, 'play', '--through', through, ...reached, ...paths];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const verdicts = new Map(files.map((file) => [file, defer()]));
  let transcript = '';
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${String(chunk)}`.slice(-4_000);
  });
  child.stdout.on('data', (chunk: Buffer) => {
    transcript += String(chunk);
    for (;;) {
      const end = /^== (.+\.mtgw): (.*)\n/m.exec(transcript);
      if (end === null) return;
      const verdict = verdicts.get((end[1] ?? '').slice(folder.length + 1));
      const story = transcript.slice(0, end.index + end[0].length);
      transcript = transcript.slice(story.length);
      if (end[2] === 'every expectation held') verdict?.resolve();
      else verdict?.reject(new Error(`${story.slice(-6_000)}\n${said}`));
    }
  });
  child.once('close', () => {
    const left = new Error(`It ended before it was played.\n${transcript.slice(-4_000)}\n${said}`);
    for (const { reject } of verdicts.values()) reject(left);
  });
  return {
    of: async (file) => verdicts.get(file)?.promise,
    stop: () => void child.kill('SIGTERM'),
  };
}

function defer() {
  let resolve: () => void = () => {};
  let reject: (reason: Error) => void = () => {};
  const promise = new Promise<void>((...both) => {
    [resolve, reject] = both;
  });
  // Whoever asks for it hears of it; until then it is no unhandled rejection.
  promise.catch(() => {});
  return { promise, resolve, reject };
}
