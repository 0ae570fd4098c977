import type { ParameterValue, SecretRef, Step } from '../../../approvals/plan';
import { spellSubnet } from '../../network/subnet';
import { sameName } from '../same-name';
import { isGre } from './protocol';
import type { Tunnel } from './s2s';
import { unusualParts } from './setup';

/** A subnet without a metric gets this one: the cmdlet wants `prefix/length:metric`, always. */
const defaultMetric = 100;

/** A subnet in the cmdlet's own form. A metric that was given stays. */
export function withMetric(subnet: string): string {
  const afterLength = subnet.slice(subnet.indexOf('/'));
  return afterLength.includes(':') ? subnet : `${subnet}:${defaultMetric}`;
}

/** The order in which the gateway's reading is compared: IPv4 first, each sorted. */
export function sortSubnets(subnets: string[]): string[] {
  const full = subnets.map(spellSubnet).map(withMetric);
  return [...full.filter((subnet) => !isV6(subnet)).toSorted(), ...full.filter(isV6).toSorted()];
}

function isV6(subnet: string): boolean {
  return subnet.slice(0, subnet.indexOf('/')).includes(':');
}

/** Each family only when it has subnets, or had: an empty list takes the last one away. */
function subnetParameters(
  subnets: string[],
  former: string[] = [],
): Record<string, ParameterValue> {
  const v4 = subnets.filter((subnet) => !isV6(subnet));
  const v6 = subnets.filter(isV6);
  return {
    ...(v4.length > 0 || former.some((subnet) => !isV6(subnet)) ? { IPv4Subnet: v4 } : {}),
    ...(v6.length > 0 || former.some(isV6) ? { IPv6Subnet: v6 } : {}),
  };
}

function limitParameters(limit: Tunnel['limit']): Record<string, ParameterValue> {
  // Said either way: left out, the gateway limits the tunnel to 5120 Kbps (runbook S3.2).
  if (limit === undefined) return { EnableQoS: 'Disabled' };
  return { EnableQoS: 'Enabled', TxBandwidthKbps: limit.txKbps, RxBandwidthKbps: limit.rxKbps };
}

/** What a tunnel is made of when the bot creates it. */
export type TunnelWish = Pick<
  Tunnel,
  'name' | 'routingDomain' | 'destination' | 'subnets' | 'persistent' | 'limit'
>;

/** The call that creates a tunnel with a shared key (runbook S3.3). */
export function addParameters(wish: TunnelWish, key: SecretRef): Record<string, ParameterValue> {
  return {
    RoutingDomain: wish.routingDomain,
    Name: wish.name,
    Protocol: 'IKEv2',
    Destination: wish.destination,
    AuthenticationMethod: 'PSKOnly',
    ResponderAuthenticationMethod: 'PSKOnly',
    SharedSecret: key,
    ...subnetParameters(wish.subnets),
    ...limitParameters(wish.limit),
    // Tries without end, as the guide pairs it with -Persistent.
    ...(wish.persistent ? { Persistent: true, NumberOfTries: 0, RetryIntervalSeconds: 60 } : {}),
  };
}

/** The call that creates a tunnel again as it was read. */
export function restoreParameters(tunnel: Tunnel, key: SecretRef): Record<string, ParameterValue> {
  return { ...addParameters(tunnel, key), ...unusualParts(tunnel.setup, tunnel.persistent) };
}

/** Only what differs, each list whole: Set replaces lists (runbook S3.3). */
export function setParameters(from: TunnelWish, to: TunnelWish): Record<string, ParameterValue> {
  const moved = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  return {
    Name: to.name,
    ...(moved(from.destination, to.destination) ? { Destination: to.destination } : {}),
    ...(moved(from.subnets, to.subnets) ? subnetParameters(to.subnets, from.subnets) : {}),
    ...(moved(from.limit, to.limit) ? limitParameters(to.limit) : {}),
    // A switch on Set as well: false clears it.
    ...(from.persistent === to.persistent ? {} : { Persistent: to.persistent }),
  };
}

/** By its name alone, so see first whose tunnel it is (`requireOwn`). `Force`: nobody is there to be asked. */
export function removeStep(target: string, name: string, because: string): Step {
  return {
    target,
    cmdlet: 'Remove-VpnS2SInterface',
    parameters: { Name: name, Force: true },
    because,
  };
}

/** Another enabled tunnel that dials the same address with a shared key: the gateway allows one (runbook S3.1). */
export function rivalFor(
  destination: string[],
  name: string,
  tunnels: Tunnel[],
): Tunnel | undefined {
  return tunnels.find(
    (other) =>
      !sameName(other.name, name) &&
      other.enabled &&
      !isGre(other) &&
      other.authentication === 'PSKOnly' &&
      other.destination.some((address) => destination.includes(address)),
  );
}

/**
 * The words that would ask for what such a call sets: for the way back of a change that was kept. Undefined when
 * there are none for part of it, because going half of the way back is worse than being asked.
 */
export function textsOfParameters(
  parameters: Step['parameters'],
): Record<string, string> | undefined {
  if (!hasWords(parameters)) return undefined;
  const empty = ['IPv4Subnet', 'IPv6Subnet'].some((name) => isEmptyList(parameters[name]));
  const unlimited = parameters['EnableQoS'] === 'Disabled';
  const add = parameters['SharedSecret'] !== undefined;
  const several = Array.isArray(parameters['Destination']) && parameters['Destination'].length > 1;
  if (empty || several) return undefined;
  const list = (name: string) => {
    const value = parameters[name];
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  };
  const subnets = [...list('IPv4Subnet'), ...list('IPv6Subnet')];
  const [destination] = list('Destination');
  const { Persistent, TxBandwidthKbps, RxBandwidthKbps } = parameters;
  return {
    ...(destination === undefined ? {} : { destination }),
    ...(subnets.length === 0 ? {} : { subnets: subnets.join(',') }),
    ...(Persistent === undefined && !add ? {} : { persistent: Persistent === true ? 'yes' : 'no' }),
    ...(typeof TxBandwidthKbps === 'number' ? { 'tx-kbps': String(TxBandwidthKbps) } : {}),
    ...(typeof RxBandwidthKbps === 'number' ? { 'rx-kbps': String(RxBandwidthKbps) } : {}),
    ...(unlimited && !add ? { 'tx-kbps': 'none', 'rx-kbps': 'none' } : {}),
  };
}

/** The parameters that the words of add-s2s and set-s2s come to, and no others. */
const worded = new Set([
  'RoutingDomain',
  'Name',
  'Protocol',
  'Destination',
  'AuthenticationMethod',
  'ResponderAuthenticationMethod',
  'SharedSecret',
  'IPv4Subnet',
  'IPv6Subnet',
  'EnableQoS',
  'TxBandwidthKbps',
  'RxBandwidthKbps',
  'Persistent',
  'NumberOfTries',
  'RetryIntervalSeconds',
  'Force',
]);

function hasWords(parameters: Step['parameters']): boolean {
  const { ResponderAuthenticationMethod: accepts = 'PSKOnly', Persistent } = parameters;
  const { NumberOfTries: tries, RetryIntervalSeconds: pause } = parameters;
  const asMade =
    Persistent === true ? tries === 0 && pause === 60 : tries === undefined && pause === undefined;
  const add = parameters['SharedSecret'] !== undefined;
  return (
    Object.keys(parameters).every((name) => worded.has(name)) &&
    accepts === 'PSKOnly' &&
    (!add || asMade)
  );
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
