import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../config/config-error';
import type { ProcessConfig } from '../config/process';
import type { Inventory } from '../world/inventory';
import { packageRoot } from '../package-root';
import type { Settings, WatchSettings } from '../workflow/parts';

const minute = 60_000;

/** The times by which this process works, in milliseconds. A sandbox has shorter ones: somebody looks on. */
export function settingsFor({ sandbox, simulated, timings, config }: ProcessConfig): Settings {
  const { gateways } = config.inventory;
  const isBehindSsh = Object.values(gateways).some(({ target }) => target['kind'] === 'ssh');
  return {
    stepTimeoutMs: timings === 'short' ? 10_000 : 2 * minute,
    stepMarginMs: timings === 'short' ? 2_000 : minute / 2,
    settleMs: timings === 'short' ? 1_500 : 10_000,
    // Less than a person who asked waits; behind SSH a session may have to be opened first.
    readTimeoutMs: sandbox ? (isBehindSsh ? 24_000 : 15_000) : minute,
    // Whoever tries it looks on, and a simulated gateway is not burdened.
    gateEveryMs: sandbox || simulated ? 1_500 : 10_000,
    retryEveryMs: sandbox ? 3_000 : 15_000,
    keepKeysMs: 30 * 24 * 60 * minute,
    watch: sandbox ? inSandbox : usual,
  };
}

const usual: WatchSettings = {
  probeEveryMs: minute,
  probeTimeoutMs: minute / 2,
  leadMs: 3 * minute,
  staleAfterMs: 6 * minute,
  patience: {
    downMs: 2 * minute,
    unknownMs: 5 * minute,
    flaps: 4,
    flapsWithinMs: 15 * minute,
    calmMs: 15 * minute,
    staysDownMs: 5 * minute,
  },
};

/** An outage is a matter of seconds here, so that it can be watched. */
const inSandbox: WatchSettings = {
  probeEveryMs: 3_000,
  probeTimeoutMs: 15_000,
  leadMs: 8_000,
  staleAfterMs: 60_000,
  patience: {
    downMs: 2_500,
    unknownMs: 20_000,
    flaps: 4,
    flapsWithinMs: minute,
    calmMs: 20_000,
    staysDownMs: 12_000,
  },
};

/** How soon a dead worker's job is given up: shorter where things are killed on purpose. */
export function timingsFor({ timings }: ProcessConfig) {
  return timings === 'short'
    ? { lockMs: 2_000, stalledMs: 1_000, heartbeatMs: 500 }
    : { lockMs: 8_000, stalledMs: 4_000, heartbeatMs: 2_000 };
}

/** Every machine of the inventory by name, with how it is reached. The adapter checks the kinds. */
export function targetsOf(
  inventory: Inventory,
  options: ProcessConfig,
): Record<string, Record<string, unknown>> {
  const targets: Record<string, Record<string, unknown>> = {};
  for (const [name, gateway] of Object.entries(inventory.gateways)) {
    targets[name] = reached(name, gateway.target, options);
    for (const [host, target] of Object.entries(gateway.hosts)) {
      targets[host] = reached(host, target, options);
    }
  }
  return targets;
}

/** Is that machine reached through a session? What nobody described counts as such: it is the careful answer. */
export function isReachedRemotely(
  targets: Readonly<Record<string, Record<string, unknown>>>,
  name: string,
): boolean {
  return targets[name]?.['kind'] !== 'local';
}

function reached(
  name: string,
  target: Record<string, unknown>,
  { stateDirectory, simulated, gateways }: ProcessConfig,
): Record<string, unknown> {
  if (target['kind'] !== 'simulator') return target;
  if (simulated && gateways.includes(name) && !existsSync(join(stateDirectory, `${name}.state`))) {
    throw new ConfigError(
      `${name} is simulated, and was not made yet: there is no ${name}.state in ${stateDirectory}. Run: mtgw simulate`,
    );
  }
  const module = join(packageRoot, 'simulator', 'gateway', 'Simulator.psm1');
  return { kind: 'local', simulator: { module, arguments: [stateDirectory, name] } };
}
