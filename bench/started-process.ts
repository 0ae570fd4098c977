import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const readyWithinMs = 60_000;

/** A process that said that it is ready. */
export interface StartedProcess {
  /** What it said then, from the word on. */
  said: string;
  stop(): Promise<void>;
}

/**
 * Start a script of ours and wait until it says `ready`.
 * @throws with its last words when it does not, and nothing of it is left
 */
export async function startProcess(
  script: string,
  words: string[],
  env: NodeJS.ProcessEnv,
): Promise<StartedProcess> {
  const child = spawn(process.execPath, [script, ...words], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill();
    await gone;
  };
  try {
    return { said: await untilReady(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function untilReady(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let words = '';
    const fail = (what: string) => reject(new Error(`${what}. Its last words:\n${words}`));
    const late = setTimeout(() => fail('A process did not become ready'), readyWithinMs);
    const hear = (text: string) => {
      // It speaks on while it is measured; nobody reads that.
      if (words.includes('ready')) return;
      words += text;
      const found = /\bready\b[^\n]*/.exec(words);
      if (found === null) return;
      clearTimeout(late);
      resolve(found[0]);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', hear);
    }
    child.once('error', reject);
    child.once('exit', (code) => fail(`A process ended with ${code}`));
  });
}
