export interface Clock {
  /** Milliseconds since the epoch on the bot's clock. The sandbox can move it. */
  now(): number;
  /** Redis's time in milliseconds, the same on every host, never moved: what processes compare about real machines. */
  wall(): number;
  /** Resolves after so many milliseconds of real time. */
  sleep(ms: number): Promise<void>;
}
