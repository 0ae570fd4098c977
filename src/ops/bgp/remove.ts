import type { DraftPlan, Step } from '../../../approvals/plan';
import { type About, defineChange } from '../operation';
import { oddNotes } from '../rows';
import { tenantOf, type Tunnel } from '../s2s/s2s';
import { type BgpPeer, type BgpReading, findPeer, isEstablished, peersOf, routerOf } from './bgp';
import { whichPeer } from './complete';
import { nothingToDo } from './nothing';
import { type OtherWay, otherWays } from './other-ways';
import { bgpAndTunnels, ofTenant } from './read';
import { type PlannedPeer, basisOfRouter, peerState, stateOf, wishOfPeer } from './settings';
import { removePeerStep, restorePeerSteps } from './steps';
import { nameOf, whichArgs } from './wish';

export const removeBgpPeer = defineChange({
  name: 'remove-bgp-peer',
  summary: 'Remove a BGP peer, and with it the routes that it brought',
  risk: 'tenant',
  args: whichArgs,
  examples: ['remove-bgp-peer tenant=contoso site=branch', 'remove-bgp-peer tenant=contoso'],
  completing: whichPeer,
  reads: (_args, context) => bgpAndTunnels(context),
  looks: (_args, context) => bgpAndTunnels(context),
  stateOf: (args, world, context) =>
    stateOf(ofTenant(world, context).bgp, about(nameOf(args), context)),
  inverse: ({ tenant, site, name }, plan) => {
    const texts = textsOfUndo(plan.steps[0]?.undo ?? []);
    const which = {
      ...(site === undefined ? {} : { site }),
      ...(name === undefined ? {} : { name }),
    };
    return texts && { operation: 'add-bgp-peer', texts: { tenant, ...which, ...texts } };
  },
  plan: (args, world, context): DraftPlan => {
    const owner = tenantOf(context);
    const { bgp, tunnels, odd } = ofTenant(world, context);
    const name = nameOf(args);
    const { routingDomain } = owner;
    const itself = about(name, context);
    const before = stateOf(bgp, itself);
    const peer = findPeer(bgp, routingDomain, name);
    const router = routerOf(bgp, routingDomain);
    if (peer === undefined || router === undefined) {
      const others = peersOf(bgp, routingDomain).map((other) => other.name);
      return nothingToDo(
        before,
        `${owner.name} has no BGP peer ${name} on ${context.gateway.name}. ${others.length === 0 ? 'It has none.' : `It has: ${others.join(', ')}.`}`,
      );
    }
    const was = wishOfPeer(peer);
    const target = context.gateway.name;
    const after = peerState(itself, undefined);
    const ways = otherWays(bgp, tunnels, peer);
    return {
      before,
      after,
      basis: basisOfRouter(router),
      steps: [
        {
          ...removePeerStep(was, { target, because: `Removes ${name} and the routes it brought` }),
          leaves: after,
          undo: restorePeerSteps(was, router.asn, target),
        },
      ],
      touches: {
        tenants: [owner.name],
        tunnels: [],
        sessions: isEstablished(peer) ? 1 : 0,
        prefixes: ways.map(({ network }) => network),
      },
      notes: [...notesFor(bgp, peer, tunnels), ...oddNotes(odd, owner)],
    };
  },
});

function about(name: string, context: About): PlannedPeer {
  return { routingDomain: tenantOf(context).routingDomain, name, withRouter: false };
}

function notesFor(bgp: BgpReading, peer: BgpPeer, tunnels: Tunnel[]): string[] {
  const ways = otherWays(bgp, tunnels, peer);
  const lost = ways.filter(({ through }) => through === undefined).map(({ network }) => network);
  const last = peersOf(bgp, peer.routingDomain).length === 1;
  const policies = [...peer.ingressPolicies, ...peer.egressPolicies];
  return [
    isEstablished(peer)
      ? `${peer.name} is established now: its session ends at once, and both sides forget each other's routes.`
      : `${peer.name} is not established, so no routes are lost.`,
    ...(lost.length > 0 ? [`No other way remains to ${lost.join(', ')}.`] : []),
    ...ways.flatMap((way) => (way.through === undefined ? [] : [wayText(way)])),
    ...(policies.length > 0
      ? [`Its policies (${policies.join(', ')}) stay on the router, and undo attaches them again.`]
      : []),
    ...(last ? [`It is the last peer: the BGP router of ${peer.routingDomain} stays, alone.`] : []),
  ];
}

function wayText({ network, through, isDown }: OtherWay): string {
  return isDown
    ? `${network} is then reached only through ${through}, which is down.`
    : `${network} stays reachable through ${through}.`;
}

/** The words that would ask for this peer again, or undefined when there are none for part of it. */
function textsOfUndo(undo: Step[]): Record<string, string> | undefined {
  const [step, ...more] = undo;
  if (step === undefined || more.length > 0) return undefined;
  const { parameters } = step;
  if (parameters['OperationMode'] !== 'Mixed' || parameters['PeeringMode'] !== 'Automatic') {
    return undefined;
  }
  const words = {
    'peer-address': 'PeerIPAddress',
    'peer-asn': 'PeerASN',
    'local-address': 'LocalIPAddress',
    'local-asn': 'LocalASN',
    'hold-time': 'HoldTimeSec',
    'idle-hold': 'IdleHoldTimeSec',
    weight: 'Weight',
    'prefix-limit': 'MaxAllowedPrefix',
  };
  return Object.fromEntries(
    Object.entries(words).flatMap(([arg, parameter]) => {
      const value = parameters[parameter];
      return typeof value === 'string' || typeof value === 'number' ? [[arg, String(value)]] : [];
    }),
  );
}
