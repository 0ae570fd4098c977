import http from 'node:http';
import https from 'node:https';

const timeoutMs = 10_000;

/**
 * Ask a proxy for a tunnel to an address, once, and let it go again.
 * @returns undefined when it gives one, else why not, without the proxy's credentials
 */
export function problemOfTunnel(proxy: URL, address: string): Promise<string | undefined> {
  const { protocol, hostname, port } = new URL(address);
  const target = `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
  const { username, password } = proxy;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const basic = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return new Promise((resolve) => {
    const request = (proxy.protocol === 'https:' ? https : http).request({
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || (proxy.protocol === 'https:' ? '443' : '80'),
      method: 'CONNECT',
      path: target,
      // Not the agent of this process: that would ask the proxy for the way to itself.
      agent: false,
      headers: { host: target, ...(username === '' ? {} : { 'proxy-authorization': basic }) },
      timeout: timeoutMs,
    });
    const say = ({ statusCode = 0, statusMessage = '' }: http.IncomingMessage) =>
      resolve(statusCode === 200 ? undefined : `it answers ${statusCode} ${statusMessage}`.trim());
    request
      .once('connect', (response, socket) => {
        socket.destroy();
        say(response);
      })
      .once('response', (response) => {
        response.destroy();
        say(response);
      })
      .once('timeout', () => request.destroy(new Error('it does not answer')))
      .once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
      .end();
  });
}
