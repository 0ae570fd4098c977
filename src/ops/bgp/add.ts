import { type DraftPlan, type PlannedStep, type State, sameState } from '../../../approvals/plan';
import { UserError } from '../../errors';
import type { Tenant } from '../../world/inventory';
import { requireRoutingDomain } from '../s2s/checks';
import { type RoutingDomain, routingDomains } from '../s2s/read';
import { tenantOf } from '../s2s/s2s';
import { oddNotes, type Rows } from '../rows';
import { type About, defineChange } from '../operation';
import { findPeer, peerAt, peersOf, routerOf } from './bgp';
import { newPeer } from './complete';
import { peerGates } from './gates';
import { notesForNew } from './notes';
import { nothingToDo } from './nothing';
import { bgpAndTunnels, ofTenant } from './read';
import {
  type PlannedPeer,
  basisOfRouter,
  peerState,
  type PeerWish,
  routerKey,
  stateOf,
  wishOfPeer,
} from './settings';
import { addPeerStep, addRouterStep, removePeerStep, removeRouterStep } from './steps';
import { nameOf, peerArgs, type PeerArgs, wishOf } from './wish';

export const addBgpPeer = defineChange({
  name: 'add-bgp-peer',
  summary: "Make a tenant's gateway exchange routes with the BGP router of a site",
  risk: 'tenant',
  args: peerArgs,
  examples: ['add-bgp-peer tenant=contoso site=hq', 'add-bgp-peer tenant=fabrikam'],
  completing: newPeer,
  reads: (args, context) => ({
    ...bgpAndTunnels(context),
    ...(args.router === true ? { routingDomains } : {}),
  }),
  looks: (_args, context) => bgpAndTunnels(context),
  stateOf: (args, world, context) => stateOf(ofTenant(world, context).bgp, about(args, context)),
  gates: (args, world, context) =>
    peerGates(nameOf(args), ofTenant(world, context), tenantOf(context)),
  inverse: ({ tenant, site, name }) => ({
    operation: 'remove-bgp-peer',
    texts: {
      tenant,
      ...(site === undefined ? {} : { site }),
      ...(name === undefined ? {} : { name }),
    },
  }),
  plan: (args, world, context): DraftPlan => {
    const owner = tenantOf(context);
    const { bgp, tunnels, odd } = ofTenant(world, context);
    const router = routerOf(bgp, owner.routingDomain);
    const itself = about(args, context);
    const before = stateOf(bgp, itself);
    if (router === undefined && args.router !== true) {
      throw new UserError(
        `${owner.name} has no BGP router on ${context.gateway.name}, and a peer needs one. With router=yes it is made first.`,
      );
    }
    const wish = wishOf(args, owner, router);
    const made = peerState(itself, wish);
    const existing = findPeer(bgp, owner.routingDomain, wish.name);
    if (existing !== undefined) {
      if (!sameState(peerState(itself, wishOfPeer(existing)), made)) {
        throw new UserError(
          `${wish.name} exists on ${context.gateway.name} with other settings (show-bgp tenant=${owner.name}). Remove it first, or change it on the gateway.`,
        );
      }
      return nothingToDo(before, `${wish.name} is there with these settings.`);
    }
    const rival = peerAt(peersOf(bgp, owner.routingDomain), wish.peerAddress);
    if (rival !== undefined) {
      throw new UserError(
        `${rival.name} already is the peer at ${wish.peerAddress} in ${owner.routingDomain}; one session for each far end is all there can be.`,
      );
    }
    if (router !== undefined && args.router === true) {
      throw new UserError(
        `${owner.name} has a BGP router on ${context.gateway.name} already (AS ${router.asn}). Leave router=yes out.`,
      );
    }
    const target = context.gateway.name;
    const steps =
      router === undefined
        ? withRouter({ ...wish, routingDomain: domainOf(owner, world) }, itself, target)
        : [addStep({ ...wish, routingDomain: router.routingDomain }, router.asn, target, made)];
    return {
      before,
      after: steps.at(-1)?.leaves ?? before,
      basis: router === undefined ? {} : basisOfRouter(router),
      steps,
      touches: { tenants: [owner.name], tunnels: [], sessions: 0, prefixes: [] },
      notes: [
        ...notesForNew(wish, args.site, owner, { bgp, tunnels, router }),
        ...oddNotes(odd, owner),
      ],
    };
  },
});

function about(args: PeerArgs, context: About): PlannedPeer {
  const { routingDomain } = tenantOf(context);
  return { routingDomain, name: nameOf(args), withRouter: args.router === true };
}

function addStep(wish: PeerWish, routerAsn: number, target: string, leaves: State): PlannedStep {
  const because = `Makes ${wish.name}, AS ${wish.peerAsn} at ${wish.peerAddress}, in routing domain ${wish.routingDomain}`;
  return {
    ...addPeerStep(wish, routerAsn, { target, because }),
    leaves,
    undo: [removePeerStep(wish, { target, because: `Removes ${wish.name} again` })],
  };
}

/** The routing domain that a router is made in, as the gateway spells it. */
function domainOf(owner: Tenant, world: { routingDomains?: Rows<RoutingDomain> }): string {
  const { routingDomains: read = { rows: [], odd: [] } } = world;
  return requireRoutingDomain(read, owner).name;
}

function withRouter(wish: PeerWish, itself: PlannedPeer, target: string): PlannedStep[] {
  const { routingDomain, localAddress: identifier, localAsn: asn } = wish;
  const router = routerKey(itself.routingDomain);
  const made = { 'router id': identifier, AS: asn, peers: [], policies: [], advertises: [] };
  return [
    {
      ...addRouterStep(
        { routingDomain, identifier, asn },
        { target, because: `Makes the BGP router of ${routingDomain}, AS ${asn}` },
      ),
      leaves: { [router]: made, ...peerState(itself, undefined) },
      undo: [
        removeRouterStep(routingDomain, {
          target,
          because: `Removes the BGP router of ${routingDomain} again`,
        }),
      ],
    },
    addStep(wish, asn, target, {
      [router]: { ...made, peers: [wish.name] },
      ...peerState(itself, wish),
    }),
  ];
}
