import { isLoopbackUrl } from './anonymous';
import type { TeamsSettings } from './options';

/**
 * Microsoft's connectors of Teams: worldwide, GCC, GCC High, DoD
 * (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages). Not all of
 * trafficmanager.net: anybody may have a name there.
 */
const own =
  /^smba\.trafficmanager\.net$|(^|\.)(teams\.microsoft\.(com|us)|botframework\.com|botframework\.azure\.us)$/;

/**
 * May the bot's token go to that address? It speaks and edits as the bot in every conversation, so it goes to Teams over
 * TLS, or to the service URL of somebody's own configuration, whoever wrote down the address.
 */
export function createTeamsHosts({
  serviceUrl,
  anonymous,
}: Pick<TeamsSettings, 'serviceUrl' | 'anonymous'>) {
  const configured = serviceUrl === undefined ? undefined : new URL(serviceUrl).origin;
  return (address: string): boolean => {
    if (!URL.canParse(address)) return false;
    const url = new URL(address);
    if (url.username !== '' || url.password !== '') return false;
    if (anonymous) return isLoopbackUrl(address);
    return url.origin === configured || (url.protocol === 'https:' && own.test(url.hostname));
  };
}
