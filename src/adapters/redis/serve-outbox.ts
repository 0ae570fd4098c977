import type { ChatName } from '../../ports/chat';
import { keysUnder } from './keys';
import type { Closer } from './serve-gateways';
import { type MarkOptions, serveMarks } from './serve-marks';

export type OutboxOptions = MarkOptions & { prefix: string };

/** Call `show` for every request whose cards are behind in this chat, until they are not. */
export function serveOutbox(
  options: OutboxOptions,
  chat: ChatName,
  show: (request: string) => Promise<void>,
): Promise<Closer> {
  const keys = keysUnder(options.prefix);
  const marks = {
    key: keys.behind(chat),
    lock: (request: string) => keys.showing(chat, request),
    announced: keys.channels.behind,
    failed: (request: string) => `The cards of ${request} in ${chat} could not be shown`,
  };
  return serveMarks(options, marks, show);
}

/** Call `post` for every channel of this chat that has notices, until it has none. */
export function serveMailboxes(
  options: OutboxOptions,
  chat: ChatName,
  post: (channel: string) => Promise<void>,
): Promise<Closer> {
  const keys = keysUnder(options.prefix);
  const marks = {
    key: keys.mailboxes(chat),
    lock: (channel: string) => keys.posting(chat, channel),
    announced: keys.channels.mail,
    failed: (channel: string) => `The notices of #${channel} in ${chat} could not be posted`,
  };
  return serveMarks(options, marks, post);
}
