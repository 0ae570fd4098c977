import { settle } from '../../adapters/teams/options';
import type { ChatsConfig } from '../../config/chats';
import { nameOfProxy, type ProxyFor } from '../../outbound/proxy-for';
import { problemOfTunnel } from '../../outbound/tunnel';
import type { Log } from '../../ports/log';
import { teamsOptions } from '../open-chats';
import { bad, type Finding, note, ok } from './finding';

/** Which of the ways to the chats lead through a proxy, and whether it opens them. Nothing where there is no proxy. */
export async function examineProxy({ slack, teams }: ChatsConfig, log: Log): Promise<Finding[]> {
  const proxyFor = slack?.proxyFor ?? teams?.proxyFor;
  if (proxyFor === undefined) return [];
  const addresses = [...waysOfSlack(slack), ...waysOfTeams(teams, log)];
  const ways = [...new Map(addresses.map((address) => [new URL(address).host, address]))];
  const direct = ways.filter(([, address]) => proxyFor(address) === undefined);
  const found = await Promise.all(ways.map((way) => examineWay(way, proxyFor)));
  return [
    ...found.flat(),
    ...(direct.length === 0
      ? []
      : [note('proxy', `Reached directly: ${direct.map(([host]) => host).join(', ')}.`)]),
  ];
}

async function examineWay([host, address]: [string, string], proxyFor: ProxyFor) {
  const proxy = proxyFor(address);
  if (proxy === undefined) return [];
  const name = nameOfProxy(proxy);
  const problem = await problemOfTunnel(proxy, address);
  if (problem === undefined) return [ok('proxy', `${name} leads to ${host}.`)];
  return [
    bad(
      'proxy',
      `${name} does not lead to ${host} (${problem}). Let it through there, or name ${host} in NO_PROXY.`,
    ),
  ];
}

function waysOfSlack(slack: ChatsConfig['slack']): string[] {
  if (slack === undefined) return [];
  // Where answers go; GovSlack's and others' are told by each event.
  const answers = slack.apiUrl === undefined ? ['https://hooks.slack.com'] : [];
  return [slack.apiUrl ?? 'https://slack.com', ...answers];
}

function waysOfTeams(teams: ChatsConfig['teams'], log: Log): string[] {
  if (teams === undefined || 'playground' in teams) return [];
  const references = { get: async () => undefined, set: async () => {} };
  const { endpoints, serviceUrl } = settle({ ...teamsOptions(teams), references, log });
  const connector = serviceUrl === undefined ? [] : [serviceUrl];
  return [endpoints.tokenUrl, endpoints.openIdMetadataUrl, ...connector];
}
