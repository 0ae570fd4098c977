/** The proxy that an address is reached through, with its credentials; undefined where it is reached directly. */
export type ProxyFor = (address: string) => URL | undefined;
