import { z } from 'zod';
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
      return toast(gateway, words);
    },
  };
}

/** What happened, for the person who pressed. */
function toast(gateway: string, [act = '', what = '', amount = '']: string[]): string {
  const sentences: Record<string, string> = {
    'peer-key': `The far end of ${what} has its key now.`,
    'drop-tunnel': `${what} is down until you heal ${gateway}.`,
    hang: `${what} hangs for ${amount} s on ${gateway}, until you heal it.`,
    'lose-session': `The next call to ${gateway} loses its session.`,
    heal: `${gateway} is healed.`,
  };
  return sentences[act] ?? `${gateway}: ${act}`;
}

/** What the page needs of `Get-SimulatorState`. */
const stateSchema = z.object({
  Tunnels: z.array(z.object({ Name: z.string(), FarEndHasKey: z.boolean() })),
  Faults: z.array(z.looseObject({ Kind: z.string(), Tunnel: z.string().nullish() })),
});

async function buttonsOf(gateways: SimulatedGateways, gateway: string): Promise<FaultButton[]> {
  const [read] = await gateways.run(gateway, 'Get-SimulatorState', {});
  const { Tunnels: tunnels, Faults: faults } = stateSchema.parse(read);
  const button = (label: string, words: string, kind: FaultButton['kind']): FaultButton => ({
    id: `${gateway} ${words}`,
    gateway,
    label,
    kind,
    ...(kind === 'fault' ? { active: faults.some((fault) => isMeant(words, fault)) } : {}),
  });
  return [
    ...tunnels.map(({ Name: name, FarEndHasKey: hasKey }) =>
      hasKey
        ? button(`Drop ${name}`, `drop-tunnel ${name}`, 'fault')
        : button(`Give the far end of ${name} its key`, `peer-key ${name}`, 'act'),
    ),
    button('Hang Add-VpnS2SInterface for 20 s', 'hang Add-VpnS2SInterface 20', 'fault'),
    button('Lose the session', 'lose-session', 'fault'),
    button('Heal', 'heal', 'heal'),
  ];
}

function isMeant(
  words: string,
  fault: { Kind: string; Tunnel?: string | null | undefined },
): boolean {
  const [kind, what] = words.split(' ');
  return fault.Kind === kind && (kind !== 'drop-tunnel' || fault.Tunnel === what);
}
