import type { Form, Message } from '../message';
import type { Answer, Chat } from '../ports/chat';

const words = 'Simulated: no real gateway has part in this.';

/**
 * A chat in which nothing is said without saying that its gateways are simulated: cards, lines of a thread, answers and
 * forms alike, so that no message is left out and nobody takes one for the truth about a company.
 */
export function saySimulated(chat: Chat): Chat {
  return {
    name: chat.name,
    start: (handle) => chat.start((event, answer) => handle(event, marked(answer))),
    stop: () => chat.stop(),
    post: (to, message, key) => chat.post(to, mark(message), key),
    update: (ref, message) => chat.update(ref, mark(message)),
    whyUnseen: (where) => chat.whyUnseen(where),
    isDirect: (channel) => chat.isDirect(channel),
    whisper: (to, where, message) => chat.whisper(to, where, mark(message)),
  };
}

function marked(answer: Answer): Answer {
  return {
    say: (message) => answer.say(mark(message)),
    working: (sentence) => answer.working(sentence),
    form: (form) => answer.form(markForm(form)),
  };
}

function mark(message: Message): Message {
  return {
    ...message,
    summary: `${message.summary} (simulated)`,
    blocks: [...message.blocks, { kind: 'note', text: words }],
  };
}

function markForm(form: Form): Form {
  const { intro = [] } = form;
  const before = typeof intro === 'string' ? [intro] : intro;
  return { ...form, intro: before.length === 0 ? words : [...before, ` ${words}`] };
}
