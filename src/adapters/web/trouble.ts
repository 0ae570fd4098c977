import type { ChatName } from '../../ports/chat';

/** What can go wrong between a chat and its bot, on demand: for tests of the adapter's contract. */
export class Trouble {
  readonly #limits = new Map<ChatName, number[]>();
  readonly #lost = new Map<ChatName, number>();
  #awayUntil = 0;

  /** The next call is answered with 429, to come again in so many seconds. */
  limitNextCall(chat: ChatName, retryAfterSeconds: number): void {
    this.#limits.set(chat, [...(this.#limits.get(chat) ?? []), retryAfterSeconds]);
  }

  /** The next call is carried out, but its reply never arrives. */
  loseNextReply(chat: ChatName): void {
    this.#lost.set(chat, (this.#lost.get(chat) ?? 0) + 1);
  }

  /** Connections of the bot are cut for so long. */
  goAway(ms: number): void {
    this.#awayUntil = Date.now() + ms;
  }

  isAway(): boolean {
    return Date.now() < this.#awayUntil;
  }

  takeLimit(chat: ChatName): number | undefined {
    return this.#limits.get(chat)?.shift();
  }

  takeLostReply(chat: ChatName): boolean {
    const left = this.#lost.get(chat) ?? 0;
    if (left === 0) return false;
    this.#lost.set(chat, left - 1);
    return true;
  }
}
