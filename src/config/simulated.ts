import type { Inventory } from '../world/inventory';
import { ConfigError } from './config-error';

/**
 * Are the gateways of this inventory simulated? All of them or none: who presses Approve must not have to know which
 * of them is real.
 * @throws ConfigError for some of each
 */
export function isSimulated({ gateways }: Inventory): boolean {
  const machines = Object.entries(gateways).flatMap(([name, { target, hosts }]) =>
    Object.entries({ [name]: target, ...hosts }),
  );
  const [simulated, real] = [true, false].map((is) =>
    machines.find(([, target]) => (target['kind'] === 'simulator') === is),
  );
  if (simulated !== undefined && real !== undefined) {
    throw new ConfigError(
      `inventory.yaml: ${simulated[0]} is simulated and ${real[0]} is not. Give simulated gateways a configuration directory of their own, so that nobody takes one for the other.`,
    );
  }
  return simulated !== undefined;
}
