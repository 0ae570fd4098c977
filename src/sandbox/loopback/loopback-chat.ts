import type { Outcome } from '../../adapters/web/acts';
import type { ChatName, MessageRef } from '../../ports/chat';

/** A person of the cast as one platform knows them. */
export interface Member {
  name: string;
  /** Slack user id or Entra object id. */
  id: string;
}

/** A channel as people call it (`#mtgw`) and as the platform does (`C0MTGW`, `19:mtgw@thread.tacv2`). */
export interface LoopbackChannel {
  name: string;
  id: string;
}

/**
 * A platform on this machine, as strict as the real one, with the real adapter on its other side. People act here by
 * name and see what the platform's own client would show; what the bot sends goes into the `SentLog` that it was given.
 */
export interface LoopbackChat {
  readonly name: ChatName;
  /** A person types. `place`: `#mtgw`, `mtgw` or `direct`; `thread`: the id of its first message. */
  say(person: string, place: string, text: string, thread?: string): Outcome;
  /** A person presses the newest button of that label, or the one on that message; offered to them or not. */
  press(person: string, label: string, how?: { reason?: string; on?: MessageRef }): Outcome;
  /** A person submits the form that is open for them; fields not given keep what they show. */
  fill(person: string, values: Record<string, string>): Outcome;
  hasForm(person: string): boolean;
  /** Did the bot answer the last time it was called? */
  isHere(): boolean;
  /** Resolves once all that people did so far was acknowledged by the bot or given up. */
  settled(): Promise<void>;
  trouble: {
    limitNextCall(retryAfterSeconds: number): void;
    loseNextReply(): void;
    repeatNextDelivery(): void;
    deleteMessage(ref: MessageRef): boolean;
    /** Somebody removes the bot from a channel. */
    sendAway(channel: string): void;
    /** Answer nothing for so long, in milliseconds. */
    goAway(ms: number): void;
  };
  close(): Promise<void>;
}
