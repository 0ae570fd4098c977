import { createChangeQueue } from '../adapters/redis/change-queue';
import type { connect } from '../adapters/redis/connect';
import { openRecords } from '../adapters/redis/records';
import { createSandboxClock } from '../adapters/redis/sandbox-clock';
import { createServerClock } from '../adapters/redis/server-clock';
import { createChannels } from '../world/channels';
import type { ProcessConfig } from '../config/process';
import { operations } from '../ops/catalog';
import type { ChatName } from '../ports/chat';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import { settingsFor } from './settings';
import type { Records } from '../workflow/parts';
import type { LiveRules } from './follow-rules';
import type { DurabilityGuard } from './guard-durability';

/** What every role stands on: the records in Redis, and what the configuration says. */
export function standOn(
  redis: ReturnType<typeof connect>,
  options: ProcessConfig,
  {
    clock,
    guard,
    rules,
  }: {
    clock: Clock;
    guard: Pick<DurabilityGuard, 'unsafe' | 'unsafeNow'>;
    rules: Pick<LiveRules, 'people' | 'policy'>;
  },
  log: Log,
) {
  const { config, prefix, auditKey, vaultKey } = options;
  const settings = settingsFor(options);
  // What is claimed and not written comes back so soon: that is also how often an open gate is looked at.
  const leaseMs = settings.gateEveryMs;
  const chats = chatsIn(config.bot);
  return {
    ...openRecords(redis, { prefix, auditKey, vaultKey, log, leaseMs, chats }),
    queue: createChangeQueue(redis, prefix, log),
    clock,
    log,
    inventory: config.inventory,
    people: rules.people,
    channels: createChannels(config.channels, chats),
    policy: rules.policy,
    operations,
    settings,
    unsafe: guard.unsafe,
    unsafeNow: guard.unsafeNow,
  } satisfies Records;
}

/** The time of Redis; the sandbox's can be moved. */
export function openClock(
  redis: ReturnType<typeof connect>,
  { sandbox, prefix }: ProcessConfig,
  log: Log,
) {
  return sandbox ? createSandboxClock(redis, prefix, log) : createServerClock(redis, log);
}

/** The chats that the bot speaks in: those that mtgw.yaml sets up. The sandbox sets up none, and its page is both. */
export function chatsIn(bot: Partial<Record<ChatName, unknown>>): readonly ChatName[] {
  const all: readonly ChatName[] = ['slack', 'teams'];
  const used = all.filter((chat) => bot[chat] !== undefined);
  return used.length > 0 ? used : all;
}
