/** Slack's own, and those of GovSlack. */
const own = /(^|\.)slack(-gov)?\.com$/;

/**
 * Is that an address of Slack? An answer must go nowhere else, whoever wrote the event: over TLS to Slack's hosts, or
 * to the host of a Web API of somebody's own.
 */
export function createSlackHosts(apiUrl: string | undefined) {
  const local = apiUrl === undefined ? undefined : new URL(apiUrl).host;
  return (address: string | undefined): boolean => {
    if (address === undefined || !URL.canParse(address)) return false;
    const { protocol, hostname, host } = new URL(address);
    return host === local || (protocol === 'https:' && own.test(hostname));
  };
}
