import type { ChatName } from '../ports/chat';
import type { LoopbackChat } from './loopback/loopback-chat';
import type { SentLog } from './loopback/sent-log';
import type { Outside } from './outside';

/** A person presses what stands still: a card that is about to change would take the click for another one. */
const stillMs = 500;

/** Two platforms as one outside, with one order of all that the bot sent. */
export function joinChats(chats: Record<ChatName, LoopbackChat>, sent: SentLog): Outside {
  // A form is filled in where its person acted last, when both chats show one.
  const lastIn = new Map<string, ChatName>();
  const acts = (person: string, chat: ChatName) => {
    lastIn.set(person, chat);
    return chats[chat];
  };
  return {
    say: (person, chat, place, text) => acts(person, chat).say(person, place, text),
    press: (person, chat, label, how) => {
      const last = sent.messages().at(-1)?.at ?? 0;
      if (Date.now() - last < stillMs) return { ok: false, error: 'The bot is still speaking.' };
      return acts(person, chat).press(person, label, how);
    },
    fill: (person, values) => {
      const last = chats[lastIn.get(person) ?? 'slack'];
      const holder = [last, chats.slack, chats.teams].find((chat) => chat.hasForm(person)) ?? last;
      return holder.fill(person, values);
    },
    messages: () => sent.messages(),
    onSent: (listener) => sent.onSent(listener),
    settled: async () => {
      await Promise.all([chats.slack.settled(), chats.teams.settled()]);
    },
    close: async () => {
      await Promise.all([chats.slack.close(), chats.teams.close()]);
    },
  };
}
