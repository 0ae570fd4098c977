import { findPrograms } from '../config/programs';
import { createLog } from '../log';
import { startSandbox } from './sandbox';

/** `npm start`: the sandbox with its page, until Ctrl+C. */
export async function runSandbox(port: number): Promise<void> {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  say('Starting the sandbox: three simulated gateways, both chats, a Redis of its own ...');
  const sandbox = await startSandbox({
    programs: findPrograms(),
    chats: 'page',
    port,
    timings: 'usual',
    log: createLog('warn', 'sandbox'),
  });
  say(`\nThe sandbox is ready:  ${sandbox.url}\n`);
  say('Open it in a browser. Ctrl+C ends it, and nothing of it is left.');
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  say('\nEnding the sandbox ...');
  await sandbox.stop();
}
