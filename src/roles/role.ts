/** A part of the bot that runs in this process. */
export interface Role {
  /** Take no new work, and wait for what is under way. */
  stop(): Promise<void>;
}
