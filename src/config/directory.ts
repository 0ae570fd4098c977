import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { type Policy, policySchema } from '../../approvals/policy';
import { channelsSchema } from '../channels';
import { type Inventory, inventorySchema } from '../inventory';
import { packageRoot } from '../package-root';
import { peopleSchema } from '../people';
import { type BotFile, botSchema } from './bot-file';
import { ConfigError } from './config-error';
import { readYaml } from './read-yaml';

/** What the files of a configuration directory say. No secret is in any of them. */
export interface Config {
  bot: BotFile;
  inventory: Inventory;
  people: z.infer<typeof peopleSchema>;
  channels: z.infer<typeof channelsSchema>;
  policy: Policy;
}

/** The policy that is shipped; a configuration directory may bring its own `policy.yaml`. */
const defaultPolicy = join(packageRoot, 'approvals', 'policies', 'default.yaml');

/**
 * Read a configuration directory.
 * @throws ConfigError with every problem of every file, a line each
 */
export function readConfig(directory: string): Config {
  const problems: string[] = [];
  if (!existsSync(directory)) {
    throw new ConfigError(
      `There is no directory ${directory}. Copy examples/config and fill it in.`,
    );
  }
  const read = <T>(name: string, schema: z.ZodType<T>) =>
    readYaml(join(directory, name), name, schema, problems);
  const has = (name: string) => existsSync(join(directory, name));
  const bot = has('mtgw.yaml') ? read('mtgw.yaml', botSchema) : botSchema.parse({});
  const inventory = read('inventory.yaml', inventorySchema);
  const people = read('people.yaml', peopleSchema);
  const channels = read('channels.yaml', channelsSchema);
  const policy = has('policy.yaml')
    ? read('policy.yaml', policySchema)
    : readYaml(defaultPolicy, 'approvals/policies/default.yaml', policySchema, problems);
  if (!bot || !inventory || !people || !channels || !policy || problems.length > 0) {
    const lines = problems.map((problem) => `  ${problem}`);
    throw new ConfigError(`The configuration in ${directory} is not right:\n${lines.join('\n')}`);
  }
  return { bot, inventory, people, channels, policy };
}
