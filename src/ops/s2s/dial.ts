import { type DraftPlan, type State, type Step, sameState } from '../../../approvals/plan';
import { site, tenant } from '../args/name';
import { UserError } from '../../errors';
import type { ReadContext } from '../operation';
import {
  findTunnel,
  isUp,
  readTunnels,
  requireTunnel,
  type Tunnel,
  tenantOf,
  tunnelKey,
  tunnelName,
} from './s2s';

export const dialArgs = { tenant: tenant(), site: site({ fresh: true }) };

interface Which {
  tenant: string;
  site: string;
}

/** Here the connection itself is the change, so here, and only here, it is part of the state. */
function dialState(name: string, tunnel: Tunnel | undefined): State {
  const dialled = isUp(tunnel) || tunnel?.connection === 'Connecting';
  return {
    [tunnelKey(name)]: tunnel === undefined ? null : { connection: dialled ? 'up' : 'down' },
  };
}

export async function observeDial(args: Which, context: ReadContext): Promise<State> {
  const name = tunnelName(args.tenant, args.site);
  return dialState(name, findTunnel(await readTunnels(context), name));
}

/** Connect and disconnect are each other's way back (runbook S3.3, S3.6). */
export async function planDial(
  args: Which,
  context: ReadContext,
  to: 'up' | 'down',
): Promise<DraftPlan> {
  const owner = tenantOf(context);
  const name = tunnelName(args.tenant, args.site);
  const tunnel = requireTunnel(await readTunnels(context), name, owner);
  if (to === 'up' && !tunnel.enabled) {
    throw new UserError(`${name} is administratively down: it cannot be dialled.`);
  }
  const before = dialState(name, tunnel);
  const after = { [tunnelKey(name)]: { connection: to } };
  const connect: Step = {
    target: context.gateway.name,
    cmdlet: 'Connect-VpnS2SInterface',
    parameters: { Name: name },
    because: `Dials ${name}`,
  };
  const disconnect: Step = {
    target: context.gateway.name,
    cmdlet: 'Disconnect-VpnS2SInterface',
    parameters: { Name: name, Force: true },
    because: `Hangs up ${name}`,
  };
  const already = sameState(before, after);
  const [step, back] = to === 'up' ? [connect, disconnect] : [disconnect, connect];
  return {
    before,
    after,
    basis: {},
    steps: already ? [] : [{ ...step, leaves: after, undo: [back] }],
    touches: {
      tenants: [owner.name],
      tunnels: [name],
      sessions: to === 'down' && isUp(tunnel) ? 1 : 0,
      prefixes: tunnel.subnets,
    },
    notes: [
      ...(to === 'down' && isUp(tunnel)
        ? [`${name} is connected now: its traffic stops at once.`]
        : []),
      ...(to === 'down' && tunnel.persistent
        ? [`${name} is persistent: it stays down only until it is dialled again.`]
        : []),
    ],
  };
}
