import { type DraftPlan, type Step, sameState } from '../../../approvals/plan';
import { UserError } from '../../errors';
import { defineChange } from '../operation';
import { tried } from '../reading';
import { capacity, capacityNotes } from './capacity';
import { requireNoRival } from './checks';
import { whichTunnel } from './complete';
import { oddNotes } from '../rows';
import { leftNotes, overlapNotes } from './overlaps';
import { setParameters, sortSubnets, textsOfParameters, type TunnelWish } from './parameters';
import { isGre, kindText } from './protocol';
import { tunnels } from './read';
import { isUp, requireTunnel, tenantOf } from './s2s';
import { tunnelState, tunnelStateIn } from './state';
import { limitOf, settingArgs, withBothLimits } from './wish';
import { nameOf, whichArgs, whichTexts } from './which';

export const setS2s = defineChange({
  name: 'set-s2s',
  summary: 'Change the settings of a site-to-site tunnel',
  risk: 'tenant',
  args: { ...whichArgs, ...settingArgs },
  examples: [
    'set-s2s tenant=contoso site=branch subnets=10.2.0.0/24:100,10.3.0.0/24:200',
    'set-s2s tenant=contoso site=branch tx-kbps=20480 rx-kbps=20480',
    'set-s2s tenant=contoso site=branch tx-kbps=none rx-kbps=none',
  ],
  completing: whichTunnel('ask', (completion) => {
    const said = Object.keys(settingArgs).some((name) => completion.args[name] !== undefined);
    if (completion.kind !== 'ready' || said) return withBothLimits(completion);
    return { kind: 'ask', args: completion.args, because: 'Say what to change:' };
  }),
  reads: (args) => ({
    tunnels,
    ...(typeof limitOf(args) === 'object' ? { capacity: tried(capacity) } : {}),
  }),
  looks: () => ({ tunnels }),
  stateOf: (args, world, about) => tunnelStateIn(world.tunnels, nameOf(args), tenantOf(about)),
  inverse: (args, plan) => {
    const texts = textsOfParameters(plan.steps[0]?.undo[0]?.parameters ?? {});
    return texts && { operation: 'set-s2s', texts: { ...whichTexts(args), ...texts } };
  },
  plan: (args, world, context): DraftPlan => {
    const { destination, subnets, persistent } = args;
    const limit = limitOf(args);
    if ([destination, subnets, persistent, limit].every((value) => value === undefined)) {
      throw new UserError(
        'Say what to change: destination=, subnets=, persistent=, or tx-kbps= with rx-kbps= (none: no limit).',
      );
    }
    const owner = tenantOf(context);
    const read = world.tunnels;
    const asked = nameOf(args);
    const tunnel = requireTunnel(read, asked, owner);
    const { name } = tunnel;
    if (isGre(tunnel)) {
      throw new UserError(
        `${name} is ${kindText(tunnel)}, and set-s2s changes only those that are dialled. Change it on the gateway: Set-VpnS2SInterface -GreTunnel.`,
      );
    }
    const now: TunnelWish = tunnel;
    const wish: TunnelWish = {
      ...now,
      destination: destination === undefined ? now.destination : [destination],
      subnets: subnets === undefined ? now.subnets : sortSubnets(subnets),
      persistent: persistent ?? now.persistent,
      limit: limit === 'none' ? undefined : (limit ?? now.limit),
    };
    if (tunnel.authentication === 'PSKOnly' && tunnel.enabled) requireNoRival(read.rows, wish);
    const before = tunnelState(asked, tunnel, owner);
    const after = tunnelState(asked, { ...tunnel, ...wish }, owner);
    const same = sameState(before, after);
    const set = (from: TunnelWish, to: TunnelWish, because: string): Step => ({
      target: context.gateway.name,
      cmdlet: 'Set-VpnS2SInterface',
      parameters: { ...setParameters(from, to), Force: true },
      because,
    });
    const up = isUp(tunnel);
    return {
      before,
      after,
      basis: {},
      steps: same
        ? []
        : [
            {
              ...set(now, wish, `Changes ${name}`),
              leaves: after,
              undo: [set(wish, now, `Sets ${name} back`)],
            },
          ],
      touches: {
        tenants: [owner.name],
        tunnels: [name],
        sessions: up ? 1 : 0,
        prefixes: [...new Set([...now.subnets, ...wish.subnets])],
      },
      notes: [
        ...overlapNotes(read.rows, wish, owner, now.subnets),
        ...leftNotes(read.rows, now, owner, wish.subnets),
        ...capacityNotes(limit === 'none' ? undefined : limit, name, read.rows, {
          gateway: context.gateway.name,
          can: world.capacity,
        }),
        ...(up && !same
          ? [
              `${name} is connected: new settings act after it reconnects (disconnect-s2s, then connect-s2s).`,
            ]
          : []),
        ...oddNotes(read.odd, owner),
      ],
    };
  },
});
