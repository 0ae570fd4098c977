import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { teamId } from '../src/sandbox/loopback/slack/cast';

/*
 * A Slack that takes every call and every answer, in a process of its own: the loopback one looks at each card, and
 * would be measured along.
 */

const said = JSON.stringify({ ok: true, user_id: 'U0MTGWBOT', team_id: teamId });
const server = createServer((request, response) => {
  request.resume().once('end', () => {
    response.setHeader('content-type', 'application/json');
    response.end(said);
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`ready at http://127.0.0.1:${port}\n`);
});
