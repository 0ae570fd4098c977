import type { Config } from './directory';

/**
 * Channels of channels.yaml that are no tenant's and not for operations, with a sentence each: nothing is ever posted there,
 * and silence reads as good news.
 */
export function nobodysChannels({
  channels,
  inventory,
}: Pick<Config, 'channels' | 'inventory'>): { name: string; sentence: string }[] {
  const owned = new Set(Object.values(inventory.tenants).flatMap((tenant) => tenant.channels));
  return Object.entries(channels)
    .filter(([name, { operations }]) => !operations && !owned.has(name))
    .map(([name]) => ({
      name,
      sentence: `${name} is no tenant's channel and not for operations: nothing is ever posted there. Give it operations: true in channels.yaml, or name it in a tenant's channels in inventory.yaml.`,
    }));
}
