/** Slack's own numbers, in milliseconds; the last one is for a sandbox without nerves. */
export interface SlackLimits {
  /** A request of Slack's must be acknowledged within this. */
  ackMs: number;
  /** A trigger opens a view for so long. */
  triggerMs: number;
  /** A response address takes so many answers, for so long. */
  responses: number;
  responseMs: number;
  /** Characters of all blocks together. Slack refuses what is too long, but names no number: a guess. */
  messageCharacters: number;
  /** Pauses before an event comes again. Commands and interactions never do. */
  retryMs: number[];
  /** How long anything waits for a bot that is not there at all. Slack does not wait: 0. */
  holdMs: number;
}

export const slackLimits: SlackLimits = {
  ackMs: 3000,
  triggerMs: 3000,
  responses: 5,
  responseMs: 30 * 60_000,
  messageCharacters: 13_000,
  retryMs: [0, 60_000, 5 * 60_000],
  holdMs: 0,
};
