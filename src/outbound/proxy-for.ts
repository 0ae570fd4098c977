/** The proxy that an address is reached through, with its credentials; undefined where it is reached directly. */
export type ProxyFor = (address: string) => URL | undefined;

/** A proxy as it may be said and logged: without its credentials. */
export function nameOfProxy(proxy: URL): string {
  return proxy.host;
}
