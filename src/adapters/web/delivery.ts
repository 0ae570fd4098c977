import { setTimeout as wait } from 'node:timers/promises';
import type { ChatName } from '../../ports/chat';
import { requestJson } from './json-request';
import type { Limits, Triggers } from './triggers';
import type { Delivery } from './wire';

interface Bot {
  url: string;
  secret: string;
}

export interface DeliveryOptions {
  limits: Limits;
  triggers: Triggers;
  onPresence(chat: ChatName, here: boolean): void;
  onGivenUp(delivery: Delivery): void;
}

/**
 * Brings events to the bot of each chat, and again with the same event id until it acknowledges or a limit is
 * reached. The bot may be away meanwhile: what waits goes out as soon as it registers.
 */
export class Deliveries {
  readonly #options: DeliveryOptions;
  readonly #bots = new Map<ChatName, Bot>();
  readonly #here = new Map<ChatName, boolean>();
  readonly #absence = new Map<ChatName, NodeJS.Timeout>();
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #arrivals = new AbortController();
  readonly #twice = new Set<ChatName>();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  register(chat: ChatName, bot: Bot): void {
    const known = this.#bots.get(chat);
    this.#bots.set(chat, bot);
    this.#present(chat, true);
    clearTimeout(this.#absence.get(chat));
    const { absentMs } = this.#options.limits;
    this.#absence.set(chat, setTimeout(() => this.#present(chat, false), absentMs).unref());
    if (known?.url === bot.url) return;
    const waiting = this.#arrivals;
    this.#arrivals = new AbortController();
    waiting.abort();
  }

  /** Only the bot that registered last can leave: an older process may end after its successor began. */
  leave(chat: ChatName, secret: string): void {
    if (this.#bots.get(chat)?.secret === secret) this.forget(chat);
  }

  forget(chat: ChatName): void {
    this.#bots.delete(chat);
    this.#present(chat, false);
  }

  isHere(chat: ChatName): boolean {
    return this.#here.get(chat) ?? false;
  }

  /** The next event of this chat is delivered twice. */
  repeatNext(chat: ChatName): void {
    this.#twice.add(chat);
  }

  send(delivery: Delivery): void {
    const copies = this.#twice.delete(delivery.chat) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const run = this.#run(delivery).catch(() => undefined);
      this.#running.add(run);
      void run.finally(() => this.#running.delete(run));
    }
  }

  /** Resolves once everything sent so far was acknowledged or given up. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    for (const timer of this.#absence.values()) clearTimeout(timer);
    await this.settled();
  }

  async #run(delivery: Delivery): Promise<void> {
    const { limits, triggers } = this.#options;
    const giveUpAt = Date.now() + limits.giveUpMs;
    for (let pause = 250; ; pause = Math.min(pause * 2, 5000)) {
      const outcome = await this.#attempt(delivery);
      if (outcome === 'acknowledged' || this.#stopping.signal.aborted) return;
      const left = giveUpAt - Date.now();
      if (left <= 0) {
        this.#options.onGivenUp(delivery);
        return;
      }
      const signal = AbortSignal.any([this.#stopping.signal, this.#arrivals.signal]);
      await wait(Math.min(pause, left), undefined, { signal }).catch(() => undefined);
      if (outcome === 'unreached') triggers.renew(delivery.trigger);
    }
  }

  async #attempt(delivery: Delivery): Promise<'acknowledged' | 'unreached' | 'unanswered'> {
    const bot = this.#bots.get(delivery.chat);
    if (bot === undefined) return 'unreached';
    try {
      const answer = await requestJson(bot.url, {
        method: 'POST',
        bearer: bot.secret,
        body: delivery,
        timeoutMs: this.#options.limits.ackMs,
      });
      return answer.status >= 200 && answer.status < 300 ? 'acknowledged' : 'unanswered';
    } catch (error) {
      const refused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
      if (refused && this.#bots.get(delivery.chat) === bot) this.#present(delivery.chat, false);
      return refused ? 'unreached' : 'unanswered';
    }
  }

  #present(chat: ChatName, here: boolean): void {
    if (this.#here.get(chat) === here) return;
    this.#here.set(chat, here);
    this.#options.onPresence(chat, here);
  }
}
