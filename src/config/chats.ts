import type { ProxyFor } from '../outbound/proxy-for';
import type { BotFile } from './bot-file';
import { ConfigError } from './config-error';
import type { Environment } from './environment';

type TeamsFile = Exclude<NonNullable<BotFile['teams']>, { playground: true }>;

/** The way to a chat. */
interface Way {
  proxyFor?: ProxyFor;
}

/** The chats that a chat role speaks in, with the secrets that it needs there. */
export interface ChatsConfig {
  /** The sandbox's own page in place of both. */
  web?: { url: string; token: string };
  slack?: NonNullable<BotFile['slack']> & { botToken: string; signingSecret: string } & Way;
  teams?: ((TeamsFile & { password: string }) | { playground: true }) & Way;
}

/** @throws ConfigError when no chat is configured, or naming every variable that a configured one lacks */
export function chatsOf(
  bot: BotFile,
  set: Environment,
  {
    publicUrl,
    host,
    proxyFor,
  }: { publicUrl: string | undefined; host: string; proxyFor: ProxyFor | undefined },
): ChatsConfig {
  const missing: string[] = [];
  const need = (name: keyof Environment, chat: string): string => {
    const value = set[name];
    if (typeof value === 'string') return value;
    missing.push(`  ${name}: is not set, and mtgw.yaml has ${chat}`);
    return '';
  };
  const { MTGW_SANDBOX_CHAT: url, MTGW_SANDBOX_TOKEN: token } = set;
  const way: Way = proxyFor === undefined ? {} : { proxyFor };
  const chats: ChatsConfig = {
    ...(url && token ? { web: { url, token } } : {}),
    ...(bot.slack && {
      slack: {
        ...bot.slack,
        ...way,
        botToken: need('MTGW_SLACK_BOT_TOKEN', 'Slack'),
        signingSecret: need('MTGW_SLACK_SIGNING_SECRET', 'Slack'),
      },
    }),
    ...(bot.teams && {
      teams:
        'playground' in bot.teams
          ? { ...bot.teams, ...way }
          : { ...bot.teams, ...way, password: need('MTGW_TEAMS_PASSWORD', 'Teams') },
    }),
  };
  if (chats.web === undefined && chats.slack === undefined && chats.teams === undefined) {
    throw new ConfigError(
      'No chat is configured: give mtgw.yaml a slack or a teams part (docs/install.md). To try mtgw without one, run: npm start',
    );
  }
  if (chats.web === undefined && publicUrl === undefined) {
    missing.push('  mtgw.yaml: http.publicUrl: is needed, the links to one-time pages lead there');
  }
  if (chats.teams && 'playground' in chats.teams && !/^(127\.|localhost$|::1$)/.test(host)) {
    missing.push(
      '  mtgw.yaml: teams.playground: takes what nobody signed, so http.listen must be 127.0.0.1',
    );
  }
  if (missing.length > 0) {
    throw new ConfigError(`The chats are not configured completely:\n${missing.join('\n')}`);
  }
  return chats;
}
