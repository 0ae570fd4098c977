import { formText, messageText } from '../../src/adapters/web/text';
import type { ChatName } from '../../src/ports/chat';
import { chatContract } from '../adapters/chat-contract';
import type { ChatHarness } from '../adapters/chat-harness';
import { memoryChat } from './memory-chat';
import { realClock } from './real-clock';

const platform = { formsExpire: true, knowsRepeatedPosts: true, sendsAway: true };
const channel = '#mtgw';

function harnessOf(name: ChatName): ChatHarness {
  const formLifeMs = 300;
  const chat = memoryChat(name, realClock, { formLifeMs });
  return {
    name,
    chat,
    alice: { chat: name, id: 'U0ALICE' },
    bob: { chat: name, id: 'U0BOB' },
    channel,
    formLifeMs,
    command: (from, text, where = { chat: name, channel }) => chat.say(from, where, text),
    press: chat.press,
    submit: chat.submit,
    shown: async () =>
      chat.standing().map(({ ref, place: { thread }, message, visibleTo }) => ({
        ref,
        text: messageText(message),
        ...(thread === undefined ? {} : { thread }),
        ...(visibleTo === undefined ? {} : { visibleTo }),
      })),
    async openForm(of) {
      const form = chat.openForm(of);
      if (form === undefined) return undefined;
      const filled = form.fields.flatMap((f) => (f.value === undefined ? [] : [[f.name, f.value]]));
      return { text: formText(form), values: Object.fromEntries(filled) };
    },
    deleteMessage: async (ref) => chat.remove(ref),
    limitNextCall: (seconds) => chat.trouble.limitNextCall(seconds * 1_000),
    repeatNextDelivery: chat.trouble.repeatNextDelivery,
    idempotent: { loseNextReply: chat.trouble.loseNextReply },
    sendAway: chat.trouble.sendAway,
    goAway: chat.trouble.goAway,
    close: () => chat.stop(),
  };
}

chatContract('A chat in memory', async () => harnessOf('slack'), platform);
