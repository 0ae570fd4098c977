import type { Mailbox } from '../ports/health';
import type { Scope } from '../health/scope';
import { tenantOfChannel } from '../world/inventory';
import type { ChatName } from '../ports/chat';
import type { Records } from './parts';

const chatNames: readonly ChatName[] = ['slack', 'teams'];

/** What may be read in a channel: of all tenants, or of its own; undefined when it is nobody's. */
export function scopeOf(
  parts: Pick<Records, 'channels' | 'inventory'>,
  channel: string,
): Scope | undefined {
  if (parts.channels.isOperations(channel)) return { tenant: undefined };
  const tenant = tenantOfChannel(parts.inventory, channel);
  return tenant === undefined ? undefined : { tenant };
}

/** May all tenants be spoken of in that channel? */
export function speaksOfAll(
  parts: Pick<Records, 'channels' | 'inventory'>,
  channel: string,
): boolean {
  const scope = scopeOf(parts, channel);
  return scope !== undefined && scope.tenant === undefined;
}

/** A channel in every chat of the bot's that has it: nobody would ever empty the mailbox of another one. */
export function mailboxOf({ channels }: Pick<Records, 'channels'>, channel: string): Mailbox {
  return {
    channel,
    chats: chatNames.filter((chat) => channels.idOf(channel, chat) !== undefined),
  };
}
