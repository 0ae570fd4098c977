import type { Declared } from './declared';

/** Teams shows so many commands in a list at most. */
const listed = 12;

/**
 * What Teams must be told to install the app: manifest 1.29, the first that knows slash commands
 * (https://learn.microsoft.com/microsoft-365/extensibility/schema). Two icons belong beside it.
 * @param publicUrl where Teams reaches the bot, without a slash at its end
 * @param all what can be typed; the list shows what needs no request, questions before changes
 */
export function teamsManifest(
  { appId, publicUrl, version }: { appId: string; publicUrl: string; version: string },
  all: readonly Declared[],
): Record<string, unknown> {
  const commands = offered(all).map(({ name, summary }) => ({ title: name, description: summary }));
  return {
    $schema: 'https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.schema.json',
    manifestVersion: '1.29',
    version,
    id: appId,
    developer: {
      name: 'mtgw',
      websiteUrl: publicUrl,
      privacyUrl: publicUrl,
      termsOfUseUrl: publicUrl,
    },
    name: { short: 'mtgw', full: 'mtgw: changes on RRAS multitenant gateways' },
    description: {
      short: 'Plans, approves, runs and verifies changes on multitenant gateways',
      full: 'Engineers ask for site-to-site tunnels, BGP peers and other changes of Windows Server RRAS multitenant gateways. The bot plans them from the live gateway, asks the right people, runs and verifies them, and takes them back unless somebody keeps them. It tells when a tunnel or a BGP session goes down.',
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#14555c',
    bots: [
      {
        botId: appId,
        scopes: ['personal', 'team', 'groupChat'],
        supportsFiles: false,
        isNotificationOnly: false,
        supportsTargetedMessages: true,
        commandLists: [
          { scopes: ['team', 'groupChat'], triggers: ['mention', 'slash'], commands },
          { scopes: ['personal'], commands },
        ],
      },
    ],
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [new URL(publicUrl).hostname],
  };
}

function offered(all: readonly Declared[]): Declared[] {
  const free = all.filter(({ args }) => args['request']?.required !== true);
  const rank = ({ name, kind }: Declared) =>
    name === 'help' ? 0 : kind === 'query' ? 1 : kind === 'change' ? 2 : 3;
  return free.toSorted((a, b) => rank(a) - rank(b)).slice(0, listed);
}
