import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../../errors';
import type { Message } from '../../message';
import type { Backlog } from '../backlog';
import type { Answer, Inbound } from '../../ports/chat';
import type { Log } from '../../ports/log';
import { RecentIds } from '../recent-ids';
import { type AnswerParts, createAnswer, openFormAction, openModal } from './answers';
import { toModal, toReasonModal } from './modal';
import type { Arrival, Click, Told } from './read-events';

export type Handler = (event: Inbound, answer: Answer) => Promise<void>;

export interface Delivery {
  /**
   * Hand it to the bot, once for each id, in its turn: acknowledgements come first. Resolves when the bot is done with
   * it; never rejects.
   */
  take(arrival: Arrival): Promise<void>;
  /** Say that it is no event, to its person alone. */
  tell(told: Told): Promise<void>;
  /** A click: some of them open something first, and are no event yet. */
  takeClick(click: Click): Promise<void>;
  handle: Handler | undefined;
  /** Resolves when nothing is under way any more, or after `ms`. */
  idle(ms: number): Promise<void>;
}

const sentence = (text: string): Message => ({
  summary: text,
  tone: 'warning',
  blocks: [{ kind: 'text', text }],
});

/** Slack repeats an event for about six minutes; a recorded request passes its check of time for five. */
const rememberedIds = 20_000;

/** Hands the bot what Slack brings, each id once. Errors end in the log, without the bot's secrets (`scrub`). */
export function createDelivery(
  parts: AnswerParts,
  backlog: Backlog,
  log: Log,
  scrub: (text: string) => string,
): Delivery {
  const seen = new RecentIds(rememberedIds);
  const running = new Set<Promise<void>>();

  function track(id: string, work: () => Promise<void>): Promise<void> {
    if (!seen.isNew(id)) return Promise.resolve();
    const run = backlog.add(work).catch((error: unknown) => {
      const problem = scrub(
        error instanceof Error ? (error.stack ?? error.message) : String(error),
      );
      log.error({ chat: 'slack', event: id, problem }, 'an event was not handled');
    });
    running.add(run);
    void run.finally(() => running.delete(run));
    return run;
  }

  const delivery: Delivery = {
    handle: undefined,
    take: ({ event, means }) => {
      // As it is now: what was acknowledged is worked on, though the bot is told to stop before its turn.
      const { handle } = delivery;
      return track(event.id, async () => handle?.(event, createAnswer(parts, means)));
    },
    tell: ({ id, told, means }) => track(id, () => createAnswer(parts, means).say(sentence(told))),
    takeClick: (click) => {
      const { handle } = delivery;
      return track(click.id, async () => {
        const answer = createAnswer(parts, click.means);
        const opening = await openInstead(parts, click, answer);
        if (opening || click.press === undefined) return;
        const { action, value } = click.press;
        const { where, on } = click.origin;
        const event = { id: click.id, from: click.means.to, where, on, action, value };
        await handle?.({ ...event, kind: 'press' }, answer);
      });
    },
    idle: async (ms) => {
      const given = new AbortController();
      const late = wait(ms, undefined, { signal: given.signal }).catch(() => undefined);
      await Promise.race([Promise.all(running), late]);
      given.abort();
    },
  };
  return delivery;
}

/** True when the click has had its answer: a modal was opened, or a sentence said why not. */
async function openInstead(parts: AnswerParts, click: Click, answer: Answer): Promise<boolean> {
  const { press, means, origin, carried } = click;
  if (press === undefined) {
    await answer.say(sentence('That button is of another version of the bot. Ask again for it.'));
    return true;
  }
  const view = await viewFor(parts, click);
  if (view === undefined) {
    if (press.action !== openFormAction) return false;
    await answer.say(sentence('That form is gone. Please send your command once more.'));
    return true;
  }
  try {
    await openModal(parts.call, means.trigger, view);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await answer.say(sentence('Slack could not open that in time. Please press it once more.'));
  }
  return true;

  async function viewFor({ forms }: AnswerParts, { means: { to } }: Click) {
    if (press?.action === openFormAction) {
      const form = await forms.find(press.value, to);
      return form === undefined ? undefined : toModal(form, { where: origin.where });
    }
    return press?.reason === undefined ? undefined : toReasonModal(press.reason, origin, carried);
  }
}
