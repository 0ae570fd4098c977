import { UserError } from '../errors';
import type { About } from '../ops/operation';
import { findGateway, findTenant, type Inventory } from '../world/inventory';

/**
 * Where an operation is at work, by the inventory.
 * @throws UserError for a gateway that is not in it
 */
export function aboutOf(
  inventory: Inventory,
  at: { gateway: string; tenant: string | undefined },
): About {
  const gateway = findGateway(inventory, at.gateway);
  if (gateway === undefined) {
    throw new UserError(`No gateway is called ${at.gateway}. Check the inventory.`);
  }
  const tenant = at.tenant === undefined ? undefined : findTenant(inventory, at.tenant);
  return { gateway, tenant, inventory };
}
