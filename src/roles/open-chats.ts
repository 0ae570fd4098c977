import type { Route } from '../adapters/http/server';
import type { ChatsConfig } from '../config/chats';
import type { ProcessConfig } from '../config/process';
import type { Chat, ChatName, KeptForms } from '../ports/chat';
import type { Log } from '../ports/log';
import type { ServiceUrls } from '../adapters/redis/service-urls';
import { saySimulated } from './say-simulated';

export interface OpenedChats {
  chats: Partial<Record<ChatName, Chat>>;
  /** What the bot's web server must answer for them. */
  routes: Route[];
  /** As whom the bot is in each, once it is heard there. */
  who: Partial<Record<ChatName, () => string>>;
}

/**
 * The adapters of the chats that are configured. Each is loaded only where it is used: their libraries take longer to
 * load than all the rest of the bot.
 * @throws ConfigError when there is none, or one lacks its secrets
 */
export async function openChats(
  options: ProcessConfig,
  kept: { serviceUrls: ServiceUrls; forms: KeptForms },
  log: Log,
): Promise<OpenedChats> {
  const { web, slack, teams } = options.chats();
  if (web !== undefined) {
    const { createWebChat } = await import('../adapters/web/chat.js');
    const { url: platformUrl, token } = web;
    return {
      chats: {
        slack: createWebChat({ name: 'slack', platformUrl, token, log }),
        teams: createWebChat({ name: 'teams', platformUrl, token, log }),
      },
      routes: [],
      who: {},
    };
  }
  const opened: OpenedChats = { chats: {}, routes: [], who: {} };
  const told = (chat: Chat) => (options.simulated ? saySimulated(chat) : chat);
  if (slack !== undefined) {
    const { createSlackChat } = await import('../adapters/slack/chat.js');
    const { chat, route, who } = createSlackChat({ ...slack, forms: kept.forms, log });
    opened.chats.slack = told(chat);
    opened.who.slack = who;
    opened.routes.push(route);
  }
  if (teams !== undefined) {
    const { createTeamsChat } = await import('../adapters/teams/chat.js');
    const { chat, route } = createTeamsChat({
      ...teamsOptions(teams),
      references: kept.serviceUrls,
      log,
    });
    opened.chats.teams = told(chat);
    const name = 'playground' in teams ? 'the playground' : teams.appId;
    opened.who.teams = () => `Teams as ${name}`;
    opened.routes.push(route);
  }
  return opened;
}

/** What the adapter is told of a configured Teams. */
export function teamsOptions(teams: NonNullable<ChatsConfig['teams']>) {
  if ('playground' in teams) {
    const { playground: _, ...way } = teams;
    const anonymous = true as const;
    return { ...way, appId: '', tenantId: '', credentials: { password: '' }, anonymous };
  }
  const { password, ...rest } = teams;
  return { ...rest, credentials: { password } };
}
