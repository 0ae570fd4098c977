import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../ports/log';

/** Takes what must not be read by others out of a text that Slack's own library made. */
export function createScrub(secrets: string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret !== '');
  return (text) =>
    known
      .reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
      .replaceAll(/xox[a-z]-[\w-]+/g, '***')
      // A response address lets anyone who has it write to the channel for half an hour.
      .replaceAll(/https?:\/\/\S+\/(commands|actions|app)\/\S+/g, '***');
}

/** What a wrong setting looks like from here. */
const known = [
  {
    said: /signature mismatch/i,
    sentence:
      "a request was not signed with MTGW_SLACK_SIGNING_SECRET: if it came from Slack, copy the app's Signing Secret anew",
  },
  {
    said: /timestamp is too old|is stale/i,
    sentence: "a request was signed more than 5 minutes ago: is this machine's clock right?",
  },
];

/**
 * Bolt's words go to our log, its problems only: on its lower levels it writes whole bodies. Of an error there is
 * the message, as its other properties can hold what was sent.
 */
export function createBoltLogger(log: Log, scrub: (text: string) => string): Logger {
  const say = (level: 'warn' | 'error', words: unknown[]) => {
    const text = words
      .map((word) => (word instanceof Error ? `${word.name}: ${word.message}` : word))
      .filter((word) => typeof word === 'string')
      .join(' ');
    const problem = known.find(({ said }) => said.test(text));
    log[level](
      { chat: 'slack', said: scrub(text).slice(0, 500) },
      problem?.sentence ?? "Slack's library reports a problem",
    );
  };
  return {
    debug: () => {},
    info: () => {},
    warn: (...words: unknown[]) => say('warn', words),
    error: (...words: unknown[]) => say('error', words),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}
