import type { FaultButton } from '../adapters/web/page-api';
import { actOnGateway } from './faults';
import type { SimulatedGateways } from './gateways';

/** The page's gateway panel: outages, far ends that get their key, and healing, for what is there now. */
export function faultButtons(gateways: SimulatedGateways): {
  list(): Promise<FaultButton[]>;
  act(id: string): Promise<string>;
} {
  return {
    async list() {
      const all = await Promise.all(gateways.names.map((name) => buttonsOf(gateways, name)));
      return all.flat();
    },
    async act(id) {
      const [gateway = '', ...words] = id.split(' ');
      await actOnGateway(gateways, gateway, words);
      return `${gateway}: ${words.join(' ')}`;
    },
  };
}

async function buttonsOf(gateways: SimulatedGateways, gateway: string): Promise<FaultButton[]> {
  const tunnels = await tunnelsOf(gateways, gateway);
  const button = (label: string, words: string, kind: FaultButton['kind']): FaultButton => ({
    id: `${gateway} ${words}`,
    gateway,
    label,
    kind,
  });
  return [
    ...tunnels.map(({ name, hasKey }) =>
      hasKey
        ? button(`Drop ${name}`, `drop-tunnel ${name}`, 'fault')
        : button(`Give the far end of ${name} its key`, `peer-key ${name}`, 'act'),
    ),
    button('Hang Add-VpnS2SInterface for 20 s', 'hang Add-VpnS2SInterface 20', 'fault'),
    button('Lose the session', 'lose-session', 'fault'),
    button('Heal', 'heal', 'heal'),
  ];
}

async function tunnelsOf(gateways: SimulatedGateways, gateway: string) {
  const [state] = await gateways.run(gateway, 'Get-SimulatorState', {});
  const tunnels = (state as { Tunnels?: unknown } | undefined)?.Tunnels;
  return (Array.isArray(tunnels) ? tunnels : []).map((tunnel: Record<string, unknown>) => ({
    name: String(tunnel['Name']),
    hasKey: tunnel['FarEndHasKey'] === true,
  }));
}
