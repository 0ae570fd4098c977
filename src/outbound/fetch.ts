import { type Dispatcher, fetch as fetchThrough, ProxyAgent } from 'undici';
import type { ProxyFor } from './proxy-for';

/** What the bot's own calls need of a fetch; Node's own and undici's have different types for the rest. */
export interface Call {
  method?: string;
  headers?: Record<string, string>;
  body?: string | URLSearchParams;
  redirect?: 'error';
  signal?: AbortSignal;
}

export type Fetch = (address: string, call: Call) => Promise<Response>;

/** A fetch that goes through the proxy of each address. Node's own knows none before version 24. */
export function fetchBy(proxyFor: ProxyFor | undefined): Fetch {
  const dispatchers = new Map<string, Dispatcher>();
  return async (address, call) => {
    const proxy = proxyFor?.(address);
    if (proxy === undefined) return await fetch(address, call);
    const dispatcher = dispatchers.get(proxy.href) ?? new ProxyAgent(proxy.href);
    dispatchers.set(proxy.href, dispatcher);
    return await fetchThrough(address, { ...call, dispatcher });
  };
}
