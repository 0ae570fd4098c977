import http from 'node:http';
import https from 'node:https';
import { Agent, type AgentConnectOpts } from 'agent-base';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { ProxyFor } from './proxy-for';

/** An agent for what is sent with Node's own http and https: each call goes through the proxy of its address. */
export class ProxiedAgent extends Agent {
  readonly #proxyFor: ProxyFor;
  readonly #direct = {
    http: new http.Agent({ keepAlive: true }),
    https: new https.Agent({ keepAlive: true }),
  };
  readonly #tunnels = new Map<string, http.Agent>();

  constructor(proxyFor: ProxyFor) {
    super();
    this.#proxyFor = proxyFor;
  }

  override async connect(
    _request: http.ClientRequest,
    options: AgentConnectOpts,
  ): Promise<http.Agent> {
    const scheme = options.secureEndpoint ? 'https' : 'http';
    const host = options.host ?? 'localhost';
    const name = host.includes(':') ? `[${host}]` : host;
    const proxy = this.#proxyFor(`${scheme}://${name}:${options.port}`);
    if (proxy === undefined) return this.#direct[scheme];
    const tunnel = this.#tunnels.get(proxy.href) ?? new HttpsProxyAgent(proxy, { keepAlive: true });
    this.#tunnels.set(proxy.href, tunnel);
    return tunnel;
  }
}

/** Make it the agent of this whole process, for libraries that take none. */
export function leadAllThrough(agent: ProxiedAgent): void {
  http.globalAgent = agent;
  https.globalAgent = agent;
}
