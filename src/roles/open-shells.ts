import type { GatewayShellsOptions } from '../adapters/powershell/options';
import { createGatewayShells } from '../adapters/powershell/shells';
import { ConfigError } from '../config/config-error';
import type { ProcessConfig } from '../config/process';
import { alsoRead } from '../health/reading';
import { ownCmdlets } from '../ops/gateway-role';
import type { GatewayShells } from '../ports/shells';
import { targetsOf } from './settings';

/**
 * PowerShell for the gateways of the inventory, for the cmdlets that the bot sends and no others.
 * @throws ConfigError when the inventory does not say well how a gateway is reached
 */
export function openShells(
  options: ProcessConfig,
  own: Pick<GatewayShellsOptions, 'vault' | 'log' | 'caps'>,
): GatewayShells {
  const { powershell: executable, environment, config } = options;
  const targets = targetsOf(config.inventory, options);
  try {
    return createGatewayShells({
      executable,
      environment,
      targets,
      only: ownCmdlets,
      alsoAllow: alsoRead,
      ...own,
    });
  } catch (error) {
    throw new ConfigError(`inventory.yaml: ${(error as Error).message}`);
  }
}
