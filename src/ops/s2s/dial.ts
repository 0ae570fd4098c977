import { type DraftPlan, type State, type Step, sameState } from '../../../approvals/plan';
import { UserError } from '../../errors';
import type { About } from '../operation';
import { oddNotes, type Rows } from '../rows';
import { isGre, kindText } from './protocol';
import {
  connectionText,
  findTunnel,
  isOwn,
  isUp,
  requireTunnel,
  type Tunnel,
  tenantOf,
} from './s2s';
import { anothersTunnel, tunnelKey } from './state';
import { nameOf, type Which } from './which';

/**
 * How the dialling stands, which here, and only here, is the state. `up` is a tunnel that is dialled, answered or not:
 * whether it is connected is for the gate to say. `unreachable`: the far end does not answer a persistent tunnel, which
 * the gateway dials again by itself. `down`: nobody dials it.
 */
type Dialling = 'up' | 'unreachable' | 'down';

function diallingOf(tunnel: Tunnel): Dialling {
  if (isUp(tunnel) || isDialling(tunnel)) return 'up';
  return tunnel.persistent && tunnel.connection === 'Unreachable' ? 'unreachable' : 'down';
}

function isDialling(tunnel: Tunnel): boolean {
  return tunnel.enabled && tunnel.connection === 'Connecting';
}

function stateFor(asked: string, connection: Dialling): State {
  return { [tunnelKey(asked)]: { connection } };
}

/** All that a dial looks at. */
interface Seen {
  tunnels: Rows<Tunnel>;
}

/** How the dialling of a tunnel stands. */
export function stateOfDial(args: Which, { tunnels }: Seen, about: About): State {
  const asked = nameOf(args);
  const owner = tenantOf(about);
  const tunnel = findTunnel(tunnels, asked, owner);
  if (tunnel === undefined) return { [tunnelKey(asked)]: null };
  return isOwn(tunnel, owner) ? stateFor(asked, diallingOf(tunnel)) : anothersTunnel(asked);
}

/** How a dial ended that reads as before it: the far end did not answer, or the line went down again. */
export function endOfConnect(args: Which, seen: Seen, about: About): string {
  const tunnel = ownTunnel(args, seen, about);
  const again = tunnel.persistent ? ` ${about.gateway.name} dials it again by itself.` : '';
  return `The dial ended: ${tunnel.name} is ${connectionText(tunnel)}.${again}`;
}

/** How a hanging up ended that reads as before it: the gateway or the far end dialled again. */
export function endOfDisconnect(args: Which, seen: Seen, about: About): string {
  const tunnel = ownTunnel(args, seen, about);
  const why = tunnel.persistent ? ': it is persistent' : '';
  return `${tunnel.name} was dialled again after it was hung up${why}. It is ${connectionText(tunnel)}.`;
}

function ownTunnel(args: Which, { tunnels }: Seen, about: About): Tunnel {
  return requireTunnel(tunnels, nameOf(args), tenantOf(about));
}

/** Connect and disconnect are each other's way back (runbook S3.3, S3.6). */
export function planDial(
  args: Which,
  { tunnels }: Seen,
  about: About,
  to: 'up' | 'down',
): DraftPlan {
  const owner = tenantOf(about);
  const asked = nameOf(args);
  const tunnel = requireTunnel(tunnels, asked, owner);
  const { name } = tunnel;
  if (isGre(tunnel)) {
    throw new UserError(
      `${name} is ${kindText(tunnel)}: nobody dials it, so there is nothing to connect or to hang up. It is ${connectionText(tunnel)}.`,
    );
  }
  if (to === 'up' && !tunnel.enabled) {
    throw new UserError(`${name} is administratively down: it cannot be dialled.`);
  }
  // To hang up is to end the dialling, answered or not: which of the two it is may change at any moment.
  const dialled = diallingOf(tunnel) === 'down' ? 'down' : 'up';
  const now = to === 'up' ? diallingOf(tunnel) : dialled;
  const [before, after] = [stateFor(asked, now), stateFor(asked, to)];
  const already = sameState(before, after);
  const connect: Step = {
    target: about.gateway.name,
    cmdlet: 'Connect-VpnS2SInterface',
    parameters: { Name: name },
    because: `Dials ${name}`,
  };
  const disconnect: Step = {
    target: about.gateway.name,
    cmdlet: 'Disconnect-VpnS2SInterface',
    parameters: { Name: name, Force: true },
    because: `Hangs up ${name}`,
  };
  const [step, back] = to === 'up' ? [connect, disconnect] : [disconnect, connect];
  return {
    before,
    after,
    alike: [alikeFor(asked, now)],
    basis: {},
    steps: already ? [] : [{ ...step, leaves: after, undo: [back] }],
    ...(to === 'up' && isDialling(tunnel)
      ? { underWay: `${name} is being dialled already: looking again until that has ended.` }
      : {}),
    touches: {
      tenants: [owner.name],
      tunnels: [name],
      sessions: to === 'down' && isUp(tunnel) ? 1 : 0,
      prefixes: tunnel.subnets,
    },
    notes: [
      ...(to === 'up' ? [`${name} is ${connectionText(tunnel)}.`] : disconnectNotes(tunnel)),
      ...oddNotes(tunnels.odd, owner),
    ],
  };
}

/**
 * A persistent tunnel goes from dialled to unreachable and back with nobody's doing: it is dialled in both. Only where
 * it was unreachable before it was dialled, a dial without an answer leaves all as it was, and so does hanging up.
 */
function alikeFor(asked: string, now: Dialling): { reads: State; as: State } {
  const [reads, as]: [Dialling, Dialling] =
    now === 'unreachable' ? ['down', 'unreachable'] : ['unreachable', 'up'];
  return { reads: stateFor(asked, reads), as: stateFor(asked, as) };
}

function disconnectNotes(tunnel: Tunnel): string[] {
  const { name } = tunnel;
  return [
    ...(isUp(tunnel) ? [`${name} is connected now: its traffic stops at once.`] : []),
    ...(tunnel.persistent
      ? [`${name} is persistent: it stays down only until it is dialled again.`]
      : []),
  ];
}
