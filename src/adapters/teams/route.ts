import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import type { Log } from '../../ports';
import { type Activity, activityShape } from './activity';
import type { Refusal } from './verify';

/** The body that answers an invoke: https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model */
export interface InvokeAnswer {
  statusCode: number;
  type: string;
  value: unknown;
}

export interface TeamsRoute {
  prefix: string;
  handle(request: IncomingMessage, response: ServerResponse, rest: string): Promise<void>;
}

export interface RouteParts {
  isOpen(): boolean;
  check(activity: Activity, request: IncomingMessage): Promise<Refusal | undefined>;
  /** Begin to work on it, and answer at once. */
  take(activity: Activity): InvokeAnswer | 'unknown' | undefined;
  log: Log;
}

const path = '/api/messages';

/** Where Teams delivers what people do. */
export function createRoute({ isOpen, check, take, log }: RouteParts): TeamsRoute {
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    if (isOpen()) next();
    else response.status(503).end();
  });
  app.post(path, express.json({ limit: '256kb' }), async (request, response) => {
    const parsed = activityShape.safeParse(request.body);
    if (!parsed.success) {
      response.status(400).send('Not an activity of Microsoft Teams.\n');
      return;
    }
    const refusal = await check(parsed.data, request);
    if (refusal !== undefined) {
      log.warn({ chat: 'teams', ...refusal }, 'a request was refused');
      response.status(refusal.status).end();
      return;
    }
    const answer = take(parsed.data);
    if (answer === 'unknown') response.status(501).end();
    else if (answer === undefined) response.status(200).end();
    else response.status(200).json(answer);
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
        response.once('close', () => resolve());
        app(request, response);
      }),
  };
}
