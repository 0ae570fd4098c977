import type { ChatName } from '../ports/chat';
import type { BotFile } from './bot-file';

type Ids = Record<string, Partial<Record<ChatName, string | undefined>>>;

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What each platform calls a channel and a person: a name in the place of an id is found by nobody, silently. */
const shapes = {
  slack: {
    channels: {
      like: /^[CG][A-Z0-9]{2,}$/,
      use: 'use the id of the channel, which begins with C or G (channel details, at the end)',
    },
    people: {
      like: /^[UW][A-Z0-9]{2,}$/,
      use: 'use the member id, which begins with U or W (profile, Copy member ID)',
    },
  },
  teams: {
    channels: {
      like: /^19:[^\s;%/@]+@[a-z0-9.]+$/i,
      use: 'use the id of the channel, like 19:…@thread.tacv2 (Get link to channel, decoded: %3a is a colon, %40 is @)',
    },
    people: { like: guid, use: 'use the object id of Entra, a GUID' },
  },
} as const;

/**
 * Ids that cannot be any of their platform's, a sentence each. Only of the chats that mtgw.yaml sets up: the sandbox's page and
 * the playground of Teams call people and channels as they like.
 */
export function idsOfNoShape(bot: BotFile, files: { people?: Ids; channels?: Ids }): string[] {
  const chats = [
    ...(bot.slack === undefined ? [] : ['slack' as const]),
    ...(bot.teams === undefined || 'playground' in bot.teams ? [] : ['teams' as const]),
  ];
  const problems: string[] = [];
  for (const file of ['people', 'channels'] as const) {
    for (const [name, entry] of Object.entries(files[file] ?? {})) {
      for (const chat of chats) {
        const { like, use } = shapes[chat][file];
        const id = entry[chat];
        if (id !== undefined && !like.test(id)) {
          problems.push(`${file}.yaml: ${name}.${chat}: ${use}`);
        }
      }
    }
  }
  return problems;
}
