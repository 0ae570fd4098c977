import { UserError } from '../../errors';
import type { Form, Message } from '../../message';
import type { Fetch } from '../../outbound/fetch';
import {
  type Account,
  type Answer,
  type KeptForms,
  MessageGoneError,
  type MessageRef,
} from '../../ports/chat';
import { toSlackMessage } from './blocks';
import { isDirect } from './direct';
import { toModal } from './modal';
import type { ModalOrigin } from './modal-origin';
import { noPreviews, type Sending } from './sending';
import { type CallSlack, SlackRefusal } from './web-api';

/** What came with an event to answer it by. */
export interface Means {
  to: Account;
  origin: ModalOrigin;
  /** Opens one modal, within 3 s. */
  trigger?: string;
  /** Five answers within 30 min: docs.slack.dev/interactivity/handling-user-interaction */
  responseUrl?: string | undefined;
  /** Puts a modal in the place of the one that was sent, while that waits for its acknowledgement. False: too late. */
  replaceModal?: (view: object) => boolean;
  /** Lets the modal that was sent close, as something else is shown now. */
  release?: () => void;
}

export interface AnswerParts {
  call: CallSlack;
  send: Fetch;
  sending: Sending;
  forms: KeptForms;
  now: () => number;
  /** Only there an answer is sent, whatever an event says. */
  isOfSlack(url: string | undefined): boolean;
}

/** The button that opens a kept form; no press of the bot's own can be called so. */
export const openFormAction = 'mtgw.open-form';

const responses = 5;
const responseMs = 29 * 60_000;
const responseTimeoutMs = 5000;

/** The answer to one event, for its person alone: in their direct conversation, at its response address, or whispered. */
export function createAnswer(parts: AnswerParts, means: Means): Answer {
  const { call, sending, forms, now } = parts;
  const { to, origin, trigger } = means;
  const responseUrl = parts.isOfSlack(means.responseUrl) ? means.responseUrl : undefined;
  const from = now();
  let used = 0;

  async function respond(message: Message): Promise<boolean> {
    if (responseUrl === undefined || used >= responses || now() - from > responseMs) return false;
    used += 1;
    return answerAt(parts.send, responseUrl, message);
  }

  /** In a direct conversation what it works on stands until its answer takes the place. */
  let standing: MessageRef | undefined;

  async function sayDirectly(message: Message): Promise<MessageRef | undefined> {
    // A slash command can come from a conversation between two people, where the bot is not.
    if (!isDirect(origin.where.channel)) return undefined;
    if (standing === undefined) return sending.sayIn(origin.where, message);
    const ref = standing;
    standing = undefined;
    try {
      await sending.update(ref, message);
      return ref;
    } catch (error) {
      if (!(error instanceof MessageGoneError)) throw error;
      return sending.sayIn(origin.where, message);
    }
  }

  async function say(message: Message): Promise<void> {
    means.release?.();
    if ((await sayDirectly(message)) !== undefined) return;
    if (await respond(message)) return;
    await sending.whisper(to, origin.where, message);
  }

  return {
    say,
    async working(sentence) {
      // A form that was sent waits: what it is answered with may be a form again, in its place.
      if (means.replaceModal !== undefined) return;
      const message = { summary: sentence, blocks: [{ kind: 'note' as const, text: sentence }] };
      standing = await sayDirectly(message);
      if (standing === undefined && !(await respond(message))) {
        await sending.whisper(to, origin.where, message);
      }
    },
    async form(form) {
      const view = toModal(form, origin);
      if (means.replaceModal?.(view) === true) return;
      if (trigger === undefined) return say(formOffer(form, await forms.keep(form, to)));
      await openModal(call, trigger, view);
    },
  };
}

/** Rejects with UserError when it is too late: 3 s are over, or that trigger opened something already. */
export async function openModal(call: CallSlack, trigger: string, view: object): Promise<void> {
  try {
    await call('views.open', { trigger_id: trigger, view });
  } catch (error) {
    const reason = error instanceof SlackRefusal ? error.reason : '';
    if (!/^(expired|exchanged|invalid)_trigger/.test(reason)) throw error;
    throw new UserError('The form could not open in time. Please send that once more.');
  }
}

/** False when Slack does not take it there any more: it is said in another way then. */
async function answerAt(send: Fetch, url: string, message: Message): Promise<boolean> {
  const body = {
    response_type: 'ephemeral',
    replace_original: false,
    ...toSlackMessage(message),
    ...noPreviews,
  };
  try {
    const response = await send(url, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(responseTimeoutMs),
    });
    return response.ok;
  } catch {
    return false;
  }
}

function formOffer(form: Form, id: string): Message {
  const sentence = 'Slack opens forms on a click only. This one is kept for 30 minutes.';
  return {
    summary: `${form.title}: ${sentence}`,
    title: form.title,
    blocks: [{ kind: 'text', text: sentence }],
    buttons: [{ label: 'Open the form', action: openFormAction, value: id, style: 'primary' }],
  };
}
