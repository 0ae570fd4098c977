import type { Gate } from '../operation';
import { readTunnels } from './read';
import { connectionText, findTunnel, isUp, tenantOf } from './s2s';

/** The far end has to answer, so this is awaited: it may not even have the key yet. */
export function tunnelGates(name: string): Gate[] {
  return [
    {
      id: 'tunnel-up',
      kind: 'peer',
      check: async (context) => {
        const tunnel = findTunnel(await readTunnels(context), name, tenantOf(context));
        if (tunnel === undefined) return { held: false, sentence: `${name} does not exist.` };
        return { held: isUp(tunnel), sentence: `${name} is ${connectionText(tunnel)}.` };
      },
    },
  ];
}
