import { readFileSync } from 'node:fs';
import { findPrograms } from '../../config/programs';
import { UserError } from '../../errors';
import { createLog } from '../../log';
import { startSandbox } from '../sandbox';
import { LineFailedError, play } from './player';
import { readScript } from './script';

interface How {
  /** The sandbox's own chats, or the adapters of the real ones over loopback servers. */
  through: 'page' | 'real';
  /** The gateways that are reached over SSH. */
  remote: readonly string[];
}

/** `mtgw play FILE...`: each file in a fresh sandbox; the transcript goes to standard output. Returns the exit code. */
export async function playFiles(files: readonly string[], how: How): Promise<number> {
  if (files.length === 0) {
    process.stderr.write(
      'Say which conversation files to play: npm run --silent play -- FILE...\n',
    );
    return 1;
  }
  let code = 0;
  for (const file of files) if (!(await playFile(file, how))) code = 1;
  return code;
}

async function playFile(file: string, { through, remote }: How): Promise<boolean> {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  print(`== ${file}`);
  try {
    const lines = readScript(readFileSync(file, 'utf8'));
    const sandbox = await startSandbox({
      programs: findPrograms(),
      chats: through === 'real' ? 'real' : 'without page',
      port: 0,
      timings: 'short',
      remote,
      log: createLog('error', 'play'),
    });
    sandbox.platform.onSent((sent) => {
      const where = `${sent.chat} ${sent.place}${sent.thread === undefined ? '' : ' thread'}`;
      const alone = sent.visibleTo === undefined ? '' : `, only ${sent.visibleTo}`;
      const edited = sent.edited ? ', edited' : '';
      print(`    [${where}${alone}${edited}]`);
      for (const line of sent.text.split('\n')) print(`    | ${line}`);
    });
    try {
      await play(sandbox, lines, print);
    } catch (error) {
      for (const line of sandbox.logLines().slice(-20)) process.stderr.write(`${line}\n`);
      throw error;
    } finally {
      await sandbox.stop();
    }
    print(`== ${file}: every expectation held`);
    return true;
  } catch (error) {
    if (error instanceof LineFailedError) {
      print(`== ${file}: line ${error.line} failed: ${error.message}`);
      return false;
    }
    if (error instanceof UserError || (error as NodeJS.ErrnoException).code === 'ENOENT') {
      print(`== ${file}: ${(error as Error).message}`);
      return false;
    }
    throw error;
  }
}
