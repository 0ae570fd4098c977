import { App, ExpressReceiver, LogLevel } from '@slack/bolt';

/*
 * The floor of the acknowledgements, in a process of its own: Slack's own library, which checks each signature as ours
 * does, and nothing behind it. Its signing secret comes in SLACK_SIGNING_SECRET; it prints where it listens.
 */

const signingSecret = process.env['SLACK_SIGNING_SECRET'] ?? '';
const receiver = new ExpressReceiver({ signingSecret, logLevel: LogLevel.ERROR });
const app = new App({ receiver, authorize: async () => ({}), logLevel: LogLevel.ERROR });
app.command(/./, ({ ack }) => ack());

async function main(): Promise<void> {
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write(`ready at http://127.0.0.1:${port}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
  process.exit(1);
});
