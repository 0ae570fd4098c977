import type { Settings, State } from '../../../approvals/plan';
import type { Tenant } from '../../world/inventory';
import { spelledAs } from '../same-name';
import type { Rows } from '../rows';
import { findTunnel, isOwn, type Tunnel } from './s2s';
import { setupSettings } from './setup';

/** What makes a tunnel, and is read back; how its connection stands is not among it. */
export type TunnelSettings = Pick<
  Tunnel,
  | 'routingDomain'
  | 'destination'
  | 'subnets'
  | 'authentication'
  | 'enabled'
  | 'persistent'
  | 'limit'
>;

/** What a plan calls a tunnel. */
export function tunnelKey(name: string): string {
  return `tunnel ${name}`;
}

/** Its settings by the words that cards use. */
export function settingsOf(tunnel: TunnelSettings): Settings {
  return {
    'routing domain': tunnel.routingDomain,
    destination: tunnel.destination,
    subnets: tunnel.subnets,
    authentication: tunnel.authentication,
    enabled: tunnel.enabled,
    persistent: tunnel.persistent,
    'rate limit': limitText(tunnel.limit),
  };
}

function limitText(limit: Tunnel['limit']): string {
  return limit ? `${limit.txKbps} Kbps out, ${limit.rxKbps} Kbps in` : 'no limit';
}

/**
 * What a plan says of one tunnel, and what a reading is compared with. Both are written here, so that they agree:
 * under the name that was asked for, with the routing domain as the inventory spells it.
 */
export function tunnelState(
  asked: string,
  tunnel: TunnelSettings | undefined,
  owner: Tenant,
): State {
  if (tunnel === undefined) return { [tunnelKey(asked)]: null };
  if (!isOwn(tunnel, owner)) return anothersTunnel(asked);
  const routingDomain = spelledAs(owner.routingDomain, tunnel.routingDomain);
  return { [tunnelKey(asked)]: settingsOf({ ...tunnel, routingDomain }) };
}

/** The same with all that can be read of it: where the tunnel as a whole goes, or comes back. */
export function wholeState(asked: string, tunnel: Tunnel | undefined, owner: Tenant): State {
  const state = tunnelState(asked, tunnel, owner);
  const settings = state[tunnelKey(asked)];
  if (tunnel === undefined || !settings || !isOwn(tunnel, owner)) return state;
  return {
    [tunnelKey(asked)]: { ...settings, ...setupSettings(tunnel.setup, tunnel.persistent) },
  };
}

/** The name is another tenant's by now: what that tunnel is like is nobody's business here, and is as no plan says. */
export function anothersTunnel(asked: string): State {
  return { [tunnelKey(asked)]: { 'routing domain': 'another one' } };
}

/** What a plan says of one tunnel, by a reading. */
export function tunnelStateIn(tunnels: Rows<Tunnel>, name: string, owner: Tenant): State {
  return tunnelState(name, findTunnel(tunnels, name, owner), owner);
}

/** All that can be read of one tunnel, by a reading. */
export function wholeStateIn(tunnels: Rows<Tunnel>, name: string, owner: Tenant): State {
  return wholeState(name, findTunnel(tunnels, name, owner), owner);
}
