import { randomBytes } from 'node:crypto';
import type { Place } from '../../ports/chat';
import type { Person } from './cast';

export interface Limits {
  /** The bot must acknowledge an event within this. */
  ackMs: number;
  /** How long an event that nobody acknowledged is offered again. */
  giveUpMs: number;
  /** A trigger opens a form for this long. */
  triggerMs: number;
  /** Private answers to one event. */
  answers: number;
  /** And for this long. */
  answerMs: number;
  /** A bot that did not register again for so long is shown as away. Events are still brought to it. */
  absentMs: number;
}

/** Slack's own numbers, but for `giveUpMs` (minutes between retries would be no fun here) and `absentMs`. */
export const slackLimits: Limits = {
  ackMs: 3000,
  giveUpMs: 60_000,
  triggerMs: 3000,
  answers: 5,
  answerMs: 30 * 60_000,
  absentMs: 3500,
};

interface Grant {
  person: Person;
  where: Place;
  bornAt: number;
  answersLeft: number;
  triggerUsed: boolean;
}

/** The short-lived rights that come with an event: to open one form, to say a few private things. */
export class Triggers {
  readonly #grants = new Map<string, Grant>();
  readonly #limits: Limits;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  grant(person: Person, where: Place): string {
    const now = Date.now();
    for (const [id, old] of this.#grants) {
      if (now - old.bornAt > this.#limits.answerMs) this.#grants.delete(id);
    }
    const id = randomBytes(12).toString('hex');
    this.#grants.set(id, {
      person,
      where,
      bornAt: now,
      answersLeft: this.#limits.answers,
      triggerUsed: false,
    });
    return id;
  }

  /** The event did not reach anybody yet, so its time begins anew. */
  renew(id: string): void {
    const grant = this.#grants.get(id);
    if (grant !== undefined) grant.bornAt = Date.now();
  }

  /** Undefined when it is too late or was used: `expired_trigger_id` and `exchanged_trigger_id` in Slack. */
  useTrigger(id: string): { person: Person; where: Place } | undefined {
    const grant = this.#grants.get(id);
    if (grant === undefined || grant.triggerUsed) return undefined;
    if (Date.now() - grant.bornAt > this.#limits.triggerMs) return undefined;
    grant.triggerUsed = true;
    return grant;
  }

  /** Undefined when the answers are used up or their time is over. */
  useAnswer(id: string): { person: Person; where: Place } | undefined {
    const grant = this.#grants.get(id);
    if (grant === undefined || grant.answersLeft === 0) return undefined;
    if (Date.now() - grant.bornAt > this.#limits.answerMs) return undefined;
    grant.answersLeft -= 1;
    return grant;
  }
}
