import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { type Policy, policySchema } from '../../approvals/policy';
import { channelsSchema } from '../channels';
import { type Inventory, inventorySchema } from '../inventory';
import { packageRoot } from '../package-root';
import { peopleSchema } from '../people';
import { namesThatMatchNothing } from './policy-names';
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
  const read = readerOf(directory, problems);
  const bot = existsSync(join(directory, 'mtgw.yaml'))
    ? read('mtgw.yaml', botSchema)
    : botSchema.parse({});
  const inventory = read('inventory.yaml', inventorySchema);
  const channels = read('channels.yaml', channelsSchema);
  const { people, policy } = rulesIn(directory, problems, inventory);
  if (!bot || !inventory || !people || !channels || !policy || problems.length > 0) {
    throw notRight(directory, problems);
  }
  return { bot, inventory, people, channels, policy };
}

/** Who people are and what the policy asks, alone: read again while a process runs. @throws ConfigError */
export function readRules(
  directory: string,
  inventory: Inventory,
): Pick<Config, 'people' | 'policy'> {
  const problems: string[] = [];
  const { people, policy } = rulesIn(directory, problems, inventory);
  if (!people || !policy || problems.length > 0) throw notRight(directory, problems);
  return { people, policy };
}

function rulesIn(directory: string, problems: string[], inventory: Inventory | undefined) {
  const read = readerOf(directory, problems);
  const people = read('people.yaml', peopleSchema);
  const policy = existsSync(join(directory, 'policy.yaml'))
    ? read('policy.yaml', policySchema)
    : readYaml(defaultPolicy, 'approvals/policies/default.yaml', policySchema, problems);
  if (people && policy && inventory) {
    problems.push(...namesThatMatchNothing(policy, people, inventory));
  }
  return { people, policy };
}

function readerOf(directory: string, problems: string[]) {
  return <T>(name: string, schema: z.ZodType<T>) =>
    readYaml(join(directory, name), name, schema, problems);
}

function notRight(directory: string, problems: readonly string[]): ConfigError {
  const lines = problems.map((problem) => `  ${problem}`);
  return new ConfigError(`The configuration in ${directory} is not right:\n${lines.join('\n')}`);
}
