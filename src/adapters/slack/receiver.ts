import type { IncomingMessage, ServerResponse } from 'node:http';
import { App, ExpressReceiver, type Logger } from '@slack/bolt';
import type { z } from 'zod';
import type { Log } from '../../ports/log';
import type { Delivery } from './deliver';
import type { Identity } from './identify';
import {
  actionsPayload,
  commandPayload,
  eventPayload,
  submissionPayload,
  teamOf,
} from './payloads';
import { readClick, readCommand, readMessage, readSubmission } from './read-events';
import { type AckModal, takeSubmission } from './submissions';

export interface ReceiverParts {
  endpoint: string;
  signingSecret: string;
  logger: Logger;
  log: Log;
  delivery: Delivery;
  identity: Identity;
}

/**
 * Bolt checks the signature of every request, and that it is not old, and answers `url_verification`; what it lets pass is
 * acknowledged, then handed over. Returns how to give it a request; that resolves when the response went out.
 */
export function createReceiver(parts: ReceiverParts) {
  const { endpoint, signingSecret, logger } = parts;
  const receiver = new ExpressReceiver({ signingSecret, logger, endpoints: endpoint });
  receiver.app.disable('x-powered-by');
  const app = new App({
    receiver,
    logger,
    // Tokens are none of its business: it only listens.
    authorize: async () => ({}),
    ignoreSelf: false,
    convoStore: false,
  });
  app.error(async (error) => logger.error(error));
  listen(app, parts);
  return (request: IncomingMessage, response: ServerResponse): Promise<void> =>
    new Promise((resolve) => {
      response.once('close', resolve);
      if (isOfFuture(request)) {
        parts.log.warn(
          { chat: 'slack' },
          "a request says that it was signed more than 5 minutes from now: is this machine's clock right?",
        );
        response.writeHead(401).end();
        return;
      }
      receiver.app(request, response);
    });
}

/** Bolt refuses what is old. What was signed for later could be kept, and played once nobody remembers it. */
function isOfFuture({ headers }: IncomingMessage): boolean {
  const at = Number(headers['x-slack-request-timestamp'] ?? 0);
  return at > Date.now() / 1_000 + 5 * 60;
}

function listen(app: App, { delivery, identity, log }: ReceiverParts): void {
  /** Undefined, and said in the log, when it is of another workspace or not as Slack documents it. */
  function read<T>(shape: z.ZodType<T>, body: unknown, whose: (payload: T) => string) {
    const parsed = shape.safeParse(body);
    if (!parsed.success) {
      const paths = parsed.error.issues.map((issue) => issue.path.join('.'));
      log.warn({ chat: 'slack', paths }, 'a request of Slack was not understood');
      return undefined;
    }
    const team = whose(parsed.data);
    if (identity.team !== undefined && identity.team !== team) {
      log.warn({ chat: 'slack', team }, 'a request of another workspace was refused');
      return undefined;
    }
    return parsed.data;
  }

  app.command(/./, async ({ ack, body }) => {
    await ack();
    const payload = read(commandPayload, body, (each) => each.team_id);
    if (payload !== undefined) await delivery.take(readCommand(payload));
  });
  const onMessage = async ({ body }: { body: unknown }) => {
    const payload = read(eventPayload, body, (each) => each.team_id);
    const arrival = payload && readMessage(payload, identity.botUser);
    if (arrival === undefined) return;
    if ('told' in arrival) await delivery.tell(arrival);
    else await delivery.take(arrival);
  };
  app.event('app_mention', onMessage);
  app.event('message', onMessage);
  app.action({ type: 'block_actions' }, async ({ ack, body }) => {
    await ack();
    const payload = read(actionsPayload, body, teamOf);
    if (payload !== undefined) await delivery.takeClick(readClick(payload));
  });
  app.view({ type: 'view_submission', callback_id: /./ }, async ({ ack, body }) => {
    const payload = read(submissionPayload, body, teamOf);
    const arrival = payload && readSubmission(payload);
    const take = delivery.take;
    if (arrival === undefined) return ack();
    if (arrival.event.kind === 'submit') return takeSubmission(arrival, ack as AckModal, take);
    await ack();
    await take(arrival);
  });
}
