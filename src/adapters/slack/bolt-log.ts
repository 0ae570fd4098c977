import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../ports';

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
    log[level](
      { chat: 'slack', said: scrub(text).slice(0, 500) },
      "Slack's library reports a problem",
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
