import { createWebChat } from '../../../src/adapters/web/chat';
import type { Person } from '../../../src/adapters/web/cast';
import { type Platform, startPlatform } from '../../../src/adapters/web/platform';
import type { Account, ChatName } from '../../../src/ports/chat';
import type { Log } from '../../../src/ports/log';
import type { ChatHarness } from '../chat-harness';

export const token = 'sandbox-token-for-tests';

const uuid = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;

export const people: Person[] = [
  { name: 'alice', role: 'engineer on call', accounts: { slack: 'U0ALICE', teams: uuid(1) } },
  { name: 'bob', role: 'network lead', accounts: { slack: 'U0BOB', teams: uuid(2) } },
  { name: 'carol', role: 'security', accounts: { slack: 'U0CAROL', teams: uuid(3) } },
  { name: 'dave', role: 'no rights here', accounts: { slack: 'U0DAVE', teams: uuid(4) } },
];

export const channels = ['#mtgw', '#contoso', '#fabrikam', '#northwind'];

export const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

export function accountOf(name: string, chat: ChatName): Account {
  const person = people.find((each) => each.name === name);
  if (person === undefined) throw new Error(`Nobody is called ${name}`);
  return { chat, id: person.accounts[chat] };
}

/** Throws what the platform says against an act. */
export function must(outcome: { ok: true } | { ok: false; error: string }): void {
  if (!outcome.ok) throw new Error(outcome.error);
}

export async function webHarness(name: ChatName): Promise<ChatHarness> {
  const formLifeMs = 600;
  const platform = await startPlatform({
    port: 0,
    token,
    people,
    channels,
    page: false,
    limits: { triggerMs: formLifeMs, giveUpMs: 8000 },
  });
  const chat = createWebChat({ name, platformUrl: platform.url, token, log: silent });
  return { ...actsOf(platform, name), name, chat, formLifeMs, ...troubleOf(platform, name, chat) };
}

const nameOf = (account: Account) =>
  people.find((each) => each.accounts[account.chat] === account.id)?.name ?? account.id;

function actsOf(platform: Platform, chat: ChatName) {
  const open = (of: Account) => platform.store.formOf(nameOf(of), chat);
  return {
    alice: accountOf('alice', chat),
    bob: accountOf('bob', chat),
    channel: '#mtgw',
    command: async (from, text, where) => {
      const line = where?.thread === undefined ? `/mtgw ${text}` : `@mtgw ${text}`;
      must(platform.say(nameOf(from), chat, where?.channel ?? '#mtgw', line, where?.thread));
      await platform.settled();
    },
    press: async (from, _on, label, reason) => {
      must(platform.press(nameOf(from), chat, label, reason === undefined ? {} : { reason }));
      await platform.settled();
    },
    submit: async (from, values) => {
      must(platform.fill(nameOf(from), values));
      await platform.settled();
    },
    shown: async () =>
      platform.store.entries
        .filter((entry) => entry.message !== undefined && entry.ref.chat === chat)
        .map(({ ref, thread, text, visibleTo }) => ({
          ref,
          text,
          ...(thread === undefined ? {} : { thread }),
          ...(visibleTo === undefined ? {} : { visibleTo: accountOf(visibleTo, chat).id }),
        })),
    openForm: async (of) => {
      const form = open(of);
      if (form === undefined) return undefined;
      const filled = form.form.fields.flatMap((f) =>
        f.value === undefined ? [] : [[f.name, f.value]],
      );
      return { text: platform.messages().at(-1)?.text ?? '', values: Object.fromEntries(filled) };
    },
    deleteMessage: async (ref) => {
      platform.trouble.deleteMessage(ref);
    },
  } satisfies Partial<ChatHarness>;
}

function troubleOf(platform: Platform, name: ChatName, chat: ChatHarness['chat']) {
  return {
    limitNextCall: (seconds: number) => platform.trouble.limitNextCall(name, seconds),
    repeatNextDelivery: () => platform.trouble.repeatNextDelivery(name),
    idempotent: { loseNextReply: () => platform.trouble.loseNextReply(name) },
    goAway: (ms: number) => platform.trouble.goAway(ms),
    close: async () => {
      await chat.stop();
      await platform.close();
    },
  };
}
