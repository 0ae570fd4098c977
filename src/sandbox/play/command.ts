import { readText } from '../../config/read-text';
import { UserError } from '../../errors';
import { createLog } from '../../log';
import type { Sandbox } from '../sandbox';
import { LineFailedError, play } from './player';
import { type Line, readScript } from './script';
import { createStage, type How, leavesNoTrace, type Stage } from './stage';

const print = (line: string) => void process.stdout.write(`${line}\n`);

/** `mtgw play FILE...`: each file in a sandbox as new; the transcript goes to standard output. Returns the exit code. */
export async function playFiles(files: readonly string[], how: How): Promise<number> {
  if (files.length === 0) {
    process.stderr.write(
      'Say which conversation files to play: npm run --silent play -- FILE...\n',
    );
    return 1;
  }
  const stage = createStage(how, createLog('error', 'play'));
  let code = 0;
  try {
    for (const file of files) if (!(await playFile(file, stage))) code = 1;
  } finally {
    await stage.close();
  }
  return code;
}

async function playFile(file: string, stage: Stage): Promise<boolean> {
  print(`== ${file}`);
  try {
    await playLines(readScript(readText(file)), stage);
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

async function playLines(lines: readonly Line[], stage: Stage): Promise<void> {
  const sandbox = await stage.setFor(lines);
  const stopPrinting = printWhatIsSent(sandbox);
  let held = false;
  try {
    await play(sandbox, lines, print);
    held = true;
  } catch (error) {
    for (const line of sandbox.logLines().slice(-20)) process.stderr.write(`${line}\n`);
    throw error;
  } finally {
    stopPrinting();
    await stage.strike(held && leavesNoTrace(lines));
  }
}

function printWhatIsSent(sandbox: Sandbox): () => void {
  return sandbox.platform.onSent((sent) => {
    const where = `${sent.chat} ${sent.place}${sent.thread === undefined ? '' : ' thread'}`;
    const alone = sent.visibleTo === undefined ? '' : `, only ${sent.visibleTo}`;
    const edited = sent.edited ? ', edited' : '';
    print(`    [${where}${alone}${edited}]`);
    for (const line of sent.text.split('\n')) print(`    | ${line}`);
  });
}
