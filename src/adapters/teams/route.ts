import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import type { Log } from '../../ports/log';
import { activityShape } from './activity';
import type { Receive } from './receive';

export interface TeamsRoute {
  prefix: string;
  handle(request: IncomingMessage, response: ServerResponse, rest: string): Promise<void>;
}

export interface RouteParts {
  isOpen(): boolean;
  /** Told of each request before it is read. */
  arrived(): void;
  receive: Receive;
  log: Log;
}

const path = '/api/messages';

/** Where Teams delivers what people do. */
export function createRoute({ isOpen, arrived, receive, log }: RouteParts): TeamsRoute {
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    if (isOpen()) next();
    else response.status(503).end();
  });
  app.post(path, express.json({ limit: '256kb' }), async (request, response) => {
    const parsed = activityShape.safeParse(request.body);
    if (!parsed.success) {
      const paths = parsed.error.issues.map((issue) => issue.path.join('.'));
      log.warn({ chat: 'teams', paths }, 'a request was refused: it is no activity of Teams');
      response.status(400).send('Not an activity of Microsoft Teams.\n');
      return;
    }
    const answer = await receive(parsed.data, request);
    if ('why' in answer) log.warn({ chat: 'teams', ...answer }, 'a request was refused');
    response.status(answer.status);
    if ('body' in answer) response.json(answer.body);
    else response.end();
  });
  app.use((request, response) => {
    response.status(request.path === path ? 405 : 404).end();
  });
  app.use(((error, _request, response, _next) => {
    const status = (error as { status?: unknown }).status;
    const known = typeof status === 'number' && status >= 400 && status < 500;
    if (!known) log.error({ chat: 'teams', err: error as unknown }, 'a request was not handled');
    response.status(known ? status : 500).end();
  }) satisfies express.ErrorRequestHandler);
  return {
    prefix: path,
    handle: (request, response) =>
      new Promise((resolve) => {
        arrived();
        response.once('close', () => resolve());
        app(request, response);
      }),
  };
}
