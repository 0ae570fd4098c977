/* One-time addresses of keys. The real adapter is adapters/redis. */

/** What a one-time address stands for. */
export interface Offer {
  request: string;
  /** The vault's reference of the key that is shown. */
  secret: string;
  /** The person it is shown to. */
  to: string;
  /** What the key is for, as the person asked for it. */
  line: string;
}

/** One-time addresses of keys. They open offers and nothing else. */
export interface Offers {
  /** Resolves with the address's token, which is stored nowhere. */
  make(offer: Offer, ttlMs: number): Promise<string>;
  has(token: string): Promise<boolean>;
  /** Once: of two takers one gets it. Undefined when there is none, or when it was not written by the bot. */
  take(token: string): Promise<Offer | undefined>;
}
