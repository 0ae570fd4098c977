import { connect } from '../../../src/adapters/redis/connect';
import { serveGateways } from '../../../src/adapters/redis/serve-gateways';
import type { Log } from '../../../src/ports/log';

/* A worker process of its own, to be killed in the middle of a change. */

const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };
const [url = '', prefix = ''] = process.argv.slice(2);

void serveGateways(
  {
    redis: connect(url, 'worker', quiet),
    prefix,
    log: quiet,
    timings: { lockMs: 1_000, stalledMs: 500, heartbeatMs: 200 },
  },
  ['gw1'],
  {
    async change({ request }) {
      process.stdout.write(`at work on ${request}\n`);
      await new Promise(() => {});
    },
    plan: async () => {},
    read: async () => ({ kind: 'refused', sentence: 'busy', suggestions: [] }),
  },
);
