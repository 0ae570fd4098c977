import type { BotFile } from './bot-file';
import { ConfigError } from './config-error';
import type { Environment } from './environment';

/** The chats that a chat role speaks in, with the secrets that it needs there. */
export interface ChatsConfig {
  /** The sandbox's own page in place of both. */
  web?: { url: string; token: string };
  slack?: NonNullable<BotFile['slack']> & { botToken: string; signingSecret: string };
  teams?: NonNullable<BotFile['teams']> & { password: string };
}

/** @throws ConfigError naming every variable that a configured chat lacks */
export function chatsOf(
  bot: BotFile,
  set: Environment,
  publicUrl: string | undefined,
): ChatsConfig {
  const missing: string[] = [];
  const need = (name: keyof Environment, chat: string): string => {
    const value = set[name];
    if (typeof value === 'string') return value;
    missing.push(`  ${name}: is not set, and mtgw.yaml has ${chat}`);
    return '';
  };
  const { MTGW_SANDBOX_CHAT: url, MTGW_SANDBOX_TOKEN: token } = set;
  const chats: ChatsConfig = {
    ...(url && token ? { web: { url, token } } : {}),
    ...(bot.slack && {
      slack: {
        ...bot.slack,
        botToken: need('MTGW_SLACK_BOT_TOKEN', 'Slack'),
        signingSecret: need('MTGW_SLACK_SIGNING_SECRET', 'Slack'),
      },
    }),
    ...(bot.teams && {
      teams: { ...bot.teams, password: need('MTGW_TEAMS_PASSWORD', 'Teams') },
    }),
  };
  if (chats.web === undefined && publicUrl === undefined) {
    missing.push('  mtgw.yaml: http.publicUrl: is needed, the links to one-time pages lead there');
  }
  if (missing.length > 0) {
    throw new ConfigError(`The chats are not configured completely:\n${missing.join('\n')}`);
  }
  return chats;
}
