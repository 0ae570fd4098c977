import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { type Policy, policySchema } from '../../approvals/policy';
import { channelsSchema } from '../world/channels';
import { type Inventory, inventorySchema } from '../world/inventory';
import { packageRoot } from '../package-root';
import { peopleSchema } from '../world/people';
import { namesThatMatchNothing } from './policy-names';
import { type BotFile, botSchema } from './bot-file';
import { ConfigError } from './config-error';
import { idsOfNoShape } from './id-shapes';
import { readYaml } from './read-yaml';
import { strayFiles } from './stray-files';

/** What the files of a configuration directory say. No secret is in any of them. */
export interface Config {
  bot: BotFile;
  inventory: Inventory;
  people: z.infer<typeof peopleSchema>;
  channels: z.infer<typeof channelsSchema>;
  policy: Policy;
  /** Where that policy was read: a file of the directory, or the shipped one. */
  policyFile: string;
}

/** The policy that is shipped; a configuration directory may bring its own `policy.yaml`. */
export const shippedPolicy = join(packageRoot, 'approvals', 'policies', 'default.yaml');

/**
 * Read a configuration directory.
 * @throws ConfigError with every problem of every file, a line each
 */
export function readConfig(directory: string): Config {
  const problems: string[] = [];
  refuseUnreadable(directory);
  const read = readerOf(directory, problems);
  const bot = existsSync(join(directory, 'mtgw.yaml'))
    ? read('mtgw.yaml', botSchema)
    : botSchema.parse({});
  const inventory = read('inventory.yaml', inventorySchema);
  const channels = read('channels.yaml', channelsSchema);
  const { people, policy, policyFile } = rulesIn(directory, problems, { bot, inventory });
  if (bot && channels) problems.push(...idsOfNoShape(bot, { channels }));
  if (!bot || !inventory || !people || !channels || !policy || problems.length > 0) {
    throw notRight(directory, problems);
  }
  return { bot, inventory, people, channels, policy, policyFile };
}

/** Who people are and what the policy asks, alone: read again while a process runs. @throws ConfigError */
export function readRules(
  directory: string,
  known: Pick<Config, 'bot' | 'inventory'>,
): Pick<Config, 'people' | 'policy' | 'policyFile'> {
  const problems: string[] = [];
  const { people, policy, policyFile } = rulesIn(directory, problems, known);
  if (!people || !policy || problems.length > 0) throw notRight(directory, problems);
  return { people, policy, policyFile };
}

function rulesIn(
  directory: string,
  problems: string[],
  { bot, inventory }: { bot: BotFile | undefined; inventory: Inventory | undefined },
) {
  const read = readerOf(directory, problems);
  const people = read('people.yaml', peopleSchema);
  const own = join(directory, 'policy.yaml');
  const policyFile = existsSync(own) ? own : shippedPolicy;
  const policy =
    policyFile === own
      ? read('policy.yaml', policySchema)
      : readYaml(shippedPolicy, 'approvals/policies/default.yaml', policySchema, problems);
  problems.push(...strayFiles(directory));
  if (bot && people) problems.push(...idsOfNoShape(bot, { people }));
  if (people && policy && inventory) {
    problems.push(...namesThatMatchNothing(policy, people, inventory));
  }
  return { people, policy, policyFile };
}

function readerOf(directory: string, problems: string[]) {
  return <T>(name: string, schema: z.ZodType<T>) =>
    readYaml(join(directory, name), name, schema, problems);
}

/** Its files would all count as missing. */
function refuseUnreadable(directory: string): void {
  try {
    if (statSync(directory).isDirectory()) return accessSync(directory, constants.R_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES') {
      throw new ConfigError(
        `The user ${userInfo().username} may not read ${directory}. Let that user, or a group of theirs, read it.`,
      );
    }
  }
  throw new ConfigError(`There is no directory ${directory}. Copy examples/config and fill it in.`);
}

function notRight(directory: string, problems: readonly string[]): ConfigError {
  const lines = problems.map((problem) => `  ${problem}`);
  return new ConfigError(`The configuration in ${directory} is not right:\n${lines.join('\n')}`);
}
