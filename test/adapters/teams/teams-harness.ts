import { serveHttp } from '../../../src/adapters/http/server';
import { createTeamsChat } from '../../../src/adapters/teams/chat';
import type { TeamsOptions } from '../../../src/adapters/teams/options';
import type { Account } from '../../../src/ports/chat';
import type { Log } from '../../../src/ports/log';
import type { TeamsLimits } from '../../../src/sandbox/loopback/teams/options';
import { createSigner, type Signer } from '../../../src/sandbox/loopback/teams/signing';
import { type LoopbackTeams, startLoopbackTeams } from '../../../src/sandbox/loopback/teams/start';
import { createSentLog } from '../../../src/sandbox/loopback/sent-log';
import type { ChatHarness } from '../chat-harness';
import { problemsOf } from './validate-card';

export const appId = '11111111-2222-4333-8444-555555555555';
export const tenantId = '99999999-8888-4777-8666-555555555555';
export const password = 'a-secret-for-tests-only';
export const channel = '19:mtgw@thread.tacv2';

const uuid = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
export const people = [
  { name: 'alice', id: uuid(1) },
  { name: 'bob', id: uuid(2) },
];
export const alice: Account = { chat: 'teams', id: uuid(1) };
export const bob: Account = { chat: 'teams', id: uuid(2) };

export const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

let made: Promise<[Signer, Signer]> | undefined;

/**
 * Of Teams, and of another channel of the same connector. Made once, and by who needs them: that takes long, and a process
 * cannot leave meanwhile.
 */
export function keys(): Promise<[Signer, Signer]> {
  made ??= Promise.all([createSigner(['msteams']), createSigner(['webchat'])]);
  return made;
}

export interface TeamsHarness extends ChatHarness {
  platform: LoopbackTeams;
  messagesUrl: string;
  remembered: Map<string, string>;
  /** What the adapter logged, a line each. */
  logged: string[];
}

/** The adapter behind the bot's own web server, and a Teams on this machine. Every card is held against Microsoft's library. */
export async function teamsHarness(
  change: {
    limits?: Partial<TeamsLimits>;
    options?: Partial<TeamsOptions>;
    servicePath?: string;
  } = {},
): Promise<TeamsHarness> {
  let messagesUrl: string | undefined;
  const sent = createSentLog();
  const platform = await startLoopbackTeams({
    members: people,
    channels: [{ name: '#mtgw', id: channel }],
    sent,
    messagesUrl: () => messagesUrl,
    appId,
    tenantId,
    password,
    signers: await keys(),
    limits: { giveUpMs: 8000, ...change.limits },
  });
  const problems: string[] = [];
  sent.onSent(() => {
    for (const { card } of platform.store.entries.slice(-3)) {
      if (card !== undefined) problems.push(...problemsOf(card));
    }
  });
  const remembered = new Map<string, string>();
  const logged: string[] = [];
  const write = (fields: Record<string, unknown>, message: string) =>
    void logged.push(JSON.stringify({ ...fields, message }));
  const log: Log = { info: write, warn: write, error: write };
  const { chat, route } = createTeamsChat({
    appId,
    tenantId,
    credentials: { password },
    // A playground's is learned from it.
    ...(change.options?.anonymous === true
      ? {}
      : { serviceUrl: new URL(change.servicePath ?? '', platform.serviceUrl).href }),
    endpoints: platform.endpoints,
    log,
    references: {
      get: async (key) => remembered.get(key),
      set: async (key, url) => void remembered.set(key, url),
    },
    ...change.options,
  });
  const http = await serveHttp({ port: 0, host: '127.0.0.1' }, [route], log);
  messagesUrl = `http://127.0.0.1:${http.port}${route.prefix}`;
  return {
    name: 'teams',
    chat,
    alice,
    bob,
    channel,
    platform,
    messagesUrl,
    remembered,
    logged,
    ...actsOf(platform),
    async close() {
      await chat.stop();
      await http.close();
      await platform.close();
      expect(problems).toEqual([]);
    },
  };
}

const nameOf = ({ id }: Account) => people.find((each) => each.id === id)?.name ?? id;
const idOf = (name: string) => people.find((each) => each.name === name)?.id ?? name;

function actsOf(platform: LoopbackTeams) {
  const must = async (outcome: { ok: true } | { ok: false; error: string }) => {
    if (!outcome.ok) throw new Error(outcome.error);
    const before = platform.failures.length;
    await platform.settled();
    if (platform.failures.length > before) throw new Error(platform.failures.at(-1));
  };
  return {
    command: (from, text, where) => {
      const line = where?.thread === undefined ? `/mtgw ${text}` : `@mtgw ${text}`;
      return must(platform.say(nameOf(from), where?.channel ?? channel, line, where?.thread));
    },
    press: (from, on, label, reason) =>
      must(
        platform.press(nameOf(from), label, { on, ...(reason === undefined ? {} : { reason }) }),
      ),
    submit: (from, values) => must(platform.fill(nameOf(from), values)),
    shown: async () =>
      platform.store.entries
        .filter((entry) => entry.from === 'bot')
        .map(({ ref, thread, text, visibleTo }) => ({
          ref,
          text,
          ...(thread === undefined ? {} : { thread }),
          ...(visibleTo === undefined ? {} : { visibleTo: idOf(visibleTo) }),
        })),
    openForm: async (of) => platform.formOf(nameOf(of)),
    deleteMessage: async (ref) => void platform.trouble.deleteMessage(ref),
    limitNextCall: platform.trouble.limitNextCall,
    repeatNextDelivery: platform.trouble.repeatNextDelivery,
    sendAway: platform.trouble.sendAway,
    goAway: platform.trouble.goAway,
  } satisfies Partial<ChatHarness>;
}
