import { ConfigError, readProcessConfig } from './config';
import { startChat } from './roles/chat';
import { startWorker } from './roles/worker';
import { runSandbox } from './sandbox/start';

/** The port of the sandbox's page; any free one when it is taken. */
const pagePort = 4077;

async function main(role: string | undefined): Promise<void> {
  switch (role) {
    case 'sandbox':
      return runSandbox(pagePort);
    case 'chat':
      return untilToldToStop(await startChat(readProcessConfig()));
    case 'worker':
      return untilToldToStop(await startWorker(readProcessConfig()));
    default:
      throw new ConfigError(
        `Say which role to start: sandbox, chat or worker${role === undefined ? '' : `, not ${role}`}. To try mtgw, run: npm start`,
      );
  }
}

async function untilToldToStop(role: { stop(): Promise<void> }): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await role.stop();
}

main(process.argv[2]).then(
  () => process.exit(0),
  (error: unknown) => {
    const known = error instanceof ConfigError;
    process.stderr.write(`${known ? error.message : ((error as Error).stack ?? String(error))}\n`);
    process.exit(1);
  },
);
