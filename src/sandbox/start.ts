import { findPrograms } from '../config/programs';
import { createLog } from '../log';
import { startSandbox } from './sandbox';

/**
 * `npm start`: the sandbox with its page, until Ctrl+C.
 * @param remote the gateways that are reached over SSH, as in production
 * @throws UserError for a gateway that there is none of
 */
export async function runSandbox(port: number, remote: readonly string[]): Promise<void> {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  say('Starting the sandbox: three simulated gateways, both chats, a Redis of its own ...');
  const sandbox = await startSandbox({
    programs: findPrograms(),
    chats: 'page',
    port,
    timings: 'usual',
    remote,
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
