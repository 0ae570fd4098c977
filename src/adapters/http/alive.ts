import type { Route } from './server';

/**
 * `GET /healthz` for load balancers and service managers: 200 while people can be served, else 503. It says no more
 * than that, because it stands on the server that the whole internet reaches.
 */
export function createAliveRoute(isServing: () => boolean): Route {
  return {
    prefix: '/healthz',
    async handle(_request, response) {
      const serving = isServing();
      response.setHeader('Content-Type', 'text/plain; charset=utf-8');
      response
        .writeHead(serving ? 200 : 503)
        .end(serving ? 'ok\n' : 'starting, or Redis is away\n');
    },
  };
}
