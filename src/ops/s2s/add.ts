import { type DraftPlan, sameState } from '../../../approvals/plan';
import { UserError } from '../../errors';
import { findSite } from '../../world/inventory';
import { spellAddress } from '../../network/address';
import { secret } from '../args/secret';
import { site, tenant } from '../args/name';
import { type About, defineChange } from '../operation';
import { tried } from '../reading';
import { capacity, capacityNotes } from './capacity';
import { requireFreePort, requireNoRival, requireRoutingDomain } from './checks';
import { newSite } from './complete';
import { oddNotes } from '../rows';
import { overlapNotes } from './overlaps';
import { addParameters, removeStep, sortSubnets, type TunnelWish } from './parameters';
import { isIkev2, kindText } from './protocol';
import { ikev2Ports, routingDomains, tunnels } from './read';
import { findTunnel, requireOwn, tenantOf, type Tunnel, tunnelName } from './s2s';
import { setupSettings } from './setup';
import { tunnelState, tunnelStateIn } from './state';
import { tunnelGates } from './gates';
import { limitOf, settingArgs, withBothLimits } from './wish';

export const addS2s = defineChange({
  name: 'add-s2s',
  summary: 'Create a site-to-site tunnel for a tenant',
  risk: 'tenant',
  args: {
    tenant: tenant(),
    site: site({ fresh: true, hint: 'as in the inventory, or a new name, like depot' }),
    ...settingArgs,
    psk: secret(
      { makeable: true },
      {
        label: 'Pre-shared key',
        hint: '16 to 128 characters, at least 10 different ones',
      },
    ),
  },
  examples: ['add-s2s tenant=contoso site=hq', 'add-s2s tenant=contoso'],
  completing: newSite(withBothLimits),
  offersKey: 'approved',
  reads: (args) => ({
    tunnels,
    routingDomains,
    ikev2Ports,
    ...(typeof limitOf(args) === 'object' ? { capacity: tried(capacity) } : {}),
  }),
  looks: () => ({ tunnels }),
  stateOf: (args, world, about) =>
    tunnelStateIn(world.tunnels, tunnelName(args.tenant, args.site), tenantOf(about)),
  gates: (args, world, about) =>
    tunnelGates(tunnelName(args.tenant, args.site), world.tunnels, tenantOf(about)),
  inverse: ({ tenant: owner, site: place }) => ({
    operation: 'remove-s2s',
    texts: { tenant: owner, site: place },
  }),
  plan: (args, world, context): DraftPlan => {
    const asked = wishOf(args, context);
    const owner = tenantOf(context);
    const made = { ...asked, authentication: 'PSKOnly', enabled: true };
    const after = tunnelState(asked.name, made, owner);
    const existing = findTunnel(world.tunnels, asked.name, owner);
    if (existing !== undefined) {
      requireOwn(existing, owner);
      if (!isIkev2(existing)) {
        throw new UserError(
          `${existing.name} exists on ${context.gateway.name} as ${kindText(existing)}. Give the new one another site name.`,
        );
      }
      const before = tunnelState(asked.name, existing, owner);
      if (!sameState(before, after)) {
        throw new UserError(
          `${asked.name} exists on ${context.gateway.name} with other settings. To change it: set-s2s tenant=${args.tenant} site=${args.site} ...`,
        );
      }
      return nothing(before, [
        'Its pre-shared key cannot be read back, so it was not compared.',
        ...byHandNotes(existing),
      ]);
    }
    const domain = requireRoutingDomain(world.routingDomains, owner);
    const wish = { ...asked, routingDomain: domain.name };
    requireNoRival(world.tunnels.rows, wish);
    requireFreePort(world.tunnels, world.ikev2Ports, context.gateway.name);
    return {
      before: tunnelState(asked.name, undefined, owner),
      after,
      basis: { 'routing domain': { name: owner.routingDomain, enabled: true } },
      steps: [
        {
          target: context.gateway.name,
          cmdlet: 'Add-VpnS2SInterface',
          parameters: addParameters(wish, args.psk),
          because: `Creates ${wish.name} in routing domain ${wish.routingDomain}`,
          leaves: after,
          undo: [removeStep(context.gateway.name, wish.name, `Removes ${wish.name} again`)],
        },
      ],
      touches: {
        tenants: [owner.name],
        tunnels: [wish.name],
        sessions: 0,
        prefixes: wish.subnets,
      },
      notes: [
        ...overlapNotes(world.tunnels.rows, wish, owner),
        ...capacityNotes(wish.limit, wish.name, world.tunnels.rows, {
          gateway: context.gateway.name,
          can: world.capacity,
        }),
        keyNotes[args.psk.origin ?? 'given'],
        ...oddNotes(world.tunnels.odd, owner),
      ],
    };
  },
});

const keyNotes = {
  made: 'The bot has made the pre-shared key. Once approved, whoever asked can fetch it once for the far end.',
  given: 'The pre-shared key was typed in a form; the far end needs the same.',
  kept: 'The pre-shared key is the one that the bot set before.',
};

/** What no word of this operation asks for, and the tunnel that is there has all the same. */
function byHandNotes({ name, setup, persistent }: Tunnel): string[] {
  const labels = Object.keys(setupSettings(setup, persistent));
  return labels.length === 0
    ? []
    : [`Somebody set more on ${name} by hand (show-s2s shows it): ${labels.join(', ')}.`];
}

function nothing(state: DraftPlan['before'], notes: string[]): DraftPlan {
  return {
    before: state,
    after: state,
    basis: {},
    steps: [],
    touches: { tenants: [], tunnels: [], sessions: 0, prefixes: [] },
    notes,
  };
}

function wishOf(
  args: {
    tenant: string;
    site: string;
    destination?: string | undefined;
    subnets?: string[] | undefined;
    persistent?: boolean | undefined;
    'tx-kbps'?: number | 'none' | undefined;
    'rx-kbps'?: number | 'none' | undefined;
  },
  context: About,
): TunnelWish {
  const owner = tenantOf(context);
  const known = findSite(owner, args.site);
  const destination = args.destination ?? known?.destination;
  const subnets = args.subnets ?? known?.subnets ?? [];
  const limit = limitOf(args);
  if (destination === undefined) {
    throw new UserError(
      `The inventory has no far end for site ${args.site} of ${args.tenant}: give destination=<address>.`,
    );
  }
  if (subnets.length === 0) {
    throw new UserError(
      `Give subnets=<prefix,...> for site ${args.site}: without one nothing is routed into the tunnel, and it never dials.`,
    );
  }
  return {
    name: tunnelName(args.tenant, args.site),
    routingDomain: owner.routingDomain,
    destination: [spellAddress(destination)],
    subnets: sortSubnets(subnets),
    persistent: args.persistent ?? true,
    limit: limit === 'none' ? undefined : limit,
  };
}
