import type { Step } from '../../../approvals/plan';
import type { BgpRouter } from './bgp';
import type { PeerWish } from './settings';

/** What a call is said to be for. */
interface Call {
  target: string;
  because: string;
}

/** Creates the router of a tenant (runbook S6.3). */
export function addRouterStep(
  router: Pick<BgpRouter, 'routingDomain' | 'identifier' | 'asn'>,
  call: Call,
): Step {
  return {
    ...call,
    cmdlet: 'Add-BgpRouter',
    parameters: {
      RoutingDomain: router.routingDomain,
      BgpIdentifier: router.identifier,
      LocalASN: router.asn,
    },
  };
}

/** Never without the routing domain: that would take the routers of all tenants. */
export function removeRouterStep(routingDomain: string, call: Call): Step {
  return {
    ...call,
    cmdlet: 'Remove-BgpRouter',
    parameters: { RoutingDomain: routingDomain, Force: true },
  };
}

/** With its routing domain, because peers of two tenants may have one name. `Force`: nobody is there to be asked. */
export function removePeerStep(peer: PeerWish, call: Call): Step {
  return {
    ...call,
    cmdlet: 'Remove-BgpPeer',
    parameters: { RoutingDomain: peer.routingDomain, Name: peer.name, Force: true },
  };
}

/** Every setting is said, because not all defaults are documented. The AS number only where it is not the router's. */
export function addPeerStep(peer: PeerWish, routerAsn: number, call: Call): Step {
  return {
    ...call,
    cmdlet: 'Add-BgpPeer',
    parameters: {
      RoutingDomain: peer.routingDomain,
      Name: peer.name,
      LocalIPAddress: peer.localAddress,
      PeerIPAddress: peer.peerAddress,
      ...(peer.localAsn === routerAsn ? {} : { LocalASN: peer.localAsn }),
      PeerASN: peer.peerAsn,
      OperationMode: peer.operationMode,
      PeeringMode: peer.peeringMode,
      HoldTimeSec: peer.holdTimeSec,
      IdleHoldTimeSec: peer.idleHoldTimeSec,
      Weight: peer.weight,
      ...(peer.prefixLimit === undefined ? {} : { MaxAllowedPrefix: peer.prefixLimit }),
    },
  };
}

/**
 * Creates a peer as it was, with its policies and stopped if it was stopped. One with policies begins in Manual mode, so
 * that it never exchanges a route that they would have kept out (runbook S6.3).
 */
export function restorePeerSteps(peer: PeerWish, routerAsn: number, target: string): Step[] {
  const { name, routingDomain: RoutingDomain } = peer;
  const policies = [
    ['Ingress', peer.ingressPolicies],
    ['Egress', peer.egressPolicies],
  ] as const;
  const attached = policies.filter(([, names]) => names.length > 0);
  const quiet = attached.length > 0 || !peer.started;
  const peeringMode = quiet ? 'Manual' : peer.peeringMode;
  const automatic = peer.peeringMode !== 'Manual';
  return [
    addPeerStep({ ...peer, peeringMode }, routerAsn, {
      target,
      because: `Creates ${name} again as it was`,
    }),
    ...attached.map(([Direction, names]) => ({
      target,
      cmdlet: 'Add-BgpRoutingPolicyForPeer',
      parameters: { RoutingDomain, PeerName: [name], PolicyName: names, Direction, Force: true },
      because: `Attaches the policies of ${name} again`,
    })),
    ...(peer.started && peeringMode === 'Manual'
      ? [
          {
            target,
            cmdlet: 'Start-BgpPeer',
            parameters: { RoutingDomain, Name: [name] },
            because: `Starts ${name}`,
          },
        ]
      : []),
    ...(quiet && automatic
      ? [
          {
            target,
            cmdlet: 'Set-BgpPeer',
            parameters: { RoutingDomain, Name: name, PeeringMode: peer.peeringMode, Force: true },
            because: `Gives ${name} its mode again`,
          },
        ]
      : []),
    ...(automatic && !peer.started
      ? [
          {
            target,
            cmdlet: 'Stop-BgpPeer',
            parameters: { RoutingDomain, Name: [name], Force: true },
            because: `Leaves ${name} stopped, as it was`,
          },
        ]
      : []),
  ];
}
