import type { BgpPeer } from '../../../src/ops/bgp/bgp';
import type { Tunnel } from '../../../src/ops/s2s/s2s';

export const branch: BgpPeer = {
  name: 'contoso-branch-peer',
  routingDomain: 'Contoso',
  localAddress: '10.10.254.2',
  peerAddress: '10.2.0.1',
  localAsn: 65_010,
  peerAsn: 65_110,
  status: 'Connected',
  operationMode: 'Mixed',
  peeringMode: 'Automatic',
  holdTimeSec: 180,
  idleHoldTimeSec: 5,
  weight: 32_768,
  prefixLimit: undefined,
  ingressPolicies: [],
  egressPolicies: [],
};

export function tunnelOf(name: string, subnets: string[], more: Partial<Tunnel> = {}): Tunnel {
  return {
    name,
    routingDomain: 'Contoso',
    destination: ['198.51.100.130'],
    subnets,
    protocol: 'IKEv2',
    authentication: 'PSKOnly',
    enabled: true,
    persistent: true,
    connection: 'Connected',
    lastError: 0,
    unreachable: '',
    limit: undefined,
    setup: { parts: {}, lost: [] },
    ...more,
  };
}
