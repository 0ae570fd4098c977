import type { Outcome } from '../adapters/web/acts';
import type { Sent } from '../adapters/web/store';
import type { ChatName } from '../ports/chat';

/** Both chats as the people in them use them, whatever stands behind: the sandbox's page, or the real adapters. */
export interface Outside {
  say(person: string, chat: ChatName, place: string, text: string): Outcome;
  /** The newest button of that label in that chat, offered to that person or not. */
  press(person: string, chat: ChatName, label: string, how?: { reason?: string }): Outcome;
  /** The form that is open for that person; fields not given keep what they show. */
  fill(person: string, values: Record<string, string>): Outcome;
  /** Everything the bot sent or edited so far, in order. */
  messages(): readonly Sent[];
  /** Returns how to stop listening. */
  onSent(listener: (sent: Sent) => void): () => void;
  /** Resolves once all that people did so far was acknowledged by the bot or given up. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** How a sandbox's chats are reached by its bot. */
export interface OpenedOutside {
  outside: Outside;
  /** Where the page is, when there is one. */
  url: string | undefined;
  /** The bot's configuration directory. */
  configDirectory: string;
  /** What the bot's processes are told besides. */
  environment: NodeJS.ProcessEnv;
  /** Make both chats as on the first day. The real ones' adapters remember what they sent, so these cannot. */
  clear: (() => void) | undefined;
  /** Is a bot there that hears both chats? */
  isHeard(): Promise<boolean>;
}
