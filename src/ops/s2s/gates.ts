import type { GateSeen } from '../operation';
import type { Rows } from '../rows';
import { connectionText, findTunnel, isUp, type Tunnel } from './s2s';
import type { Tenant } from '../../world/inventory';

/** The far end has to answer, so this is awaited: it may not even have the key yet. */
export function tunnelGates(name: string, tunnels: Rows<Tunnel>, owner: Tenant): GateSeen[] {
  const tunnel = findTunnel(tunnels, name, owner);
  const seen =
    tunnel === undefined
      ? { held: false, sentence: `${name} does not exist.` }
      : { held: isUp(tunnel), sentence: `${name} is ${connectionText(tunnel)}.` };
  return [{ id: 'tunnel-up', kind: 'peer', ...seen }];
}
