import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../../ports/log';
import { listenProblem } from './listen-problem';

/** A path and what answers it; the rest of the path is handed over. */
export interface Route {
  prefix: string;
  handle(request: IncomingMessage, response: ServerResponse, rest: string): Promise<void>;
}

export interface HttpServer {
  port: number;
  close(): Promise<void>;
}

/**
 * The bot's own small web server: health, and the pages that show a key once.
 * @throws UserError when nobody can listen there
 */
export async function serveHttp(
  { port, host }: { port: number; host: string },
  routes: Route[],
  log: Log,
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const route = routes.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'no-store');
    if (route === undefined) {
      response.writeHead(404).end('There is nothing here.\n');
      return;
    }
    route.handle(request, response, path.slice(route.prefix.length + 1)).catch((error: unknown) => {
      // Without the rest of its path: that may be the address of a key.
      log.error({ route: route.prefix, err: error }, 'a request was not handled');
      if (!response.headersSent) response.writeHead(500);
      response.end('That went wrong inside the bot; its log says why.\n');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenProblem(error, { host, port }) ?? error));
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
