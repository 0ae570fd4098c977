import type { DraftPlan } from '../../../approvals/plan';
import { UserError } from '../../errors';
import { site, tenant } from '../args/name';
import { secret } from '../args/secret';
import { defineChange } from '../operation';
import { oddNotes } from '../rows';
import { leftNotes } from './overlaps';
import { whichTunnel } from './complete';
import { removeStep, restoreParameters, textsOfParameters } from './parameters';
import { isIkev2, kindText } from './protocol';
import { tunnels } from './read';
import { findTunnel, isUp, requireOwn, tenantOf, tunnelName } from './s2s';
import { tunnelState, wholeState, wholeStateIn } from './state';

export const removeS2s = defineChange({
  name: 'remove-s2s',
  summary: 'Delete a site-to-site tunnel',
  risk: 'tenant',
  args: {
    tenant: tenant(),
    site: site({ fresh: true }),
    psk: secret(
      { makeable: true },
      {
        label: 'Pre-shared key, for undo',
        hint: 'the one that the far end has, 16 to 128 characters',
      },
    ),
  },
  examples: ['remove-s2s tenant=contoso site=branch'],
  completing: whichTunnel('refuse'),
  offersKey: 'undone',
  restoresKeyOf: ['add-s2s'],
  reads: () => ({ tunnels }),
  looks: () => ({ tunnels }),
  stateOf: (args, world, about) =>
    wholeStateIn(world.tunnels, tunnelName(args.tenant, args.site), tenantOf(about)),
  inverse: ({ tenant: owner, site: place }, plan) => {
    const texts = textsOfParameters(plan.steps[0]?.undo[0]?.parameters ?? {});
    return texts && { operation: 'add-s2s', texts: { tenant: owner, site: place, ...texts } };
  },
  plan: (args, world, context): DraftPlan => {
    const owner = tenantOf(context);
    const asked = tunnelName(args.tenant, args.site);
    const gone = tunnelState(asked, undefined, owner);
    const read = world.tunnels;
    const tunnel = findTunnel(read, asked, owner);
    if (tunnel === undefined) {
      return {
        before: gone,
        after: gone,
        basis: {},
        steps: [],
        touches: { tenants: [], tunnels: [], sessions: 0, prefixes: [] },
        notes: [`${context.gateway.name} has no tunnel ${asked}.`],
      };
    }
    requireOwn(tunnel, owner);
    const { name } = tunnel;
    const before = wholeState(asked, tunnel, owner);
    if (!isIkev2(tunnel)) {
      throw new UserError(
        `${name} is ${kindText(tunnel)}, and the bot makes IKEv2 ones, so it could not be put back as it was. Remove it on the gateway.`,
      );
    }
    if (tunnel.authentication !== 'PSKOnly' || !tunnel.enabled) {
      throw new UserError(
        `${name} is not an enabled tunnel with a shared key, so it could not be put back as it was. Remove it on the gateway.`,
      );
    }
    if (tunnel.setup.lost.length > 0) {
      throw new UserError(
        `${name} has ${tunnel.setup.lost.join(', and ')}, so it could not be put back as it was. Remove it on the gateway.`,
      );
    }
    const restore = {
      target: context.gateway.name,
      cmdlet: 'Add-VpnS2SInterface',
      parameters: restoreParameters(tunnel, args.psk),
      because: `Creates ${name} again as it was`,
    };
    return {
      before,
      after: gone,
      basis: {},
      steps: [
        {
          ...removeStep(context.gateway.name, name, `Deletes ${name} and its routes`),
          leaves: gone,
          undo: [restore],
        },
      ],
      touches: {
        tenants: [owner.name],
        tunnels: [name],
        sessions: isUp(tunnel) ? 1 : 0,
        prefixes: tunnel.subnets,
      },
      notes: [
        ...(isUp(tunnel) ? [`${name} is connected now: its traffic stops at once.`] : []),
        ...leftNotes(read.rows, tunnel, owner),
        undoNote(args.psk.origin, name),
        'Undo brings back all the settings shown here; the others are as on a new tunnel.',
        ...oddNotes(read.odd, owner),
      ],
    };
  },
});

function undoNote(origin: 'made' | 'given' | 'kept' | undefined, name: string): string {
  if (origin === 'kept') {
    return 'Undo brings it back with the key that the bot set, which is still sealed; if somebody changed the key on the gateway since, the far end must get this one.';
  }
  return origin === 'given'
    ? 'Undo brings it back with the key that was typed; the far end must have the same.'
    : `Only partly undone: the key of ${name} cannot be read from the gateway. Undo would create it with a new key, which the far end must then get.`;
}
