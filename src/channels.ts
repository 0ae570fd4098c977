import { z } from 'zod';
import type { ChatName, Place } from './ports';

export const channelsSchema = z.record(
  z.string().regex(/^[a-z0-9][a-z0-9_-]{0,60}$/, 'use the channel name without #'),
  z.strictObject({
    slack: z.string().min(1).optional(),
    teams: z.string().min(1).optional(),
    /** Here every tenant may be spoken of; elsewhere only the tenant that lists the channel. */
    operations: z.boolean().default(false),
  }),
);

/** One name for the channel that exists in both chats. */
export interface Channels {
  nameOf(place: Place): string | undefined;
  idOf(name: string, chat: ChatName): string | undefined;
  isOperations(name: string): boolean;
  operations(): string[];
}

export function createChannels(file: z.infer<typeof channelsSchema>): Channels {
  const entries = Object.entries(file);
  return {
    nameOf: ({ chat, channel }) => entries.find(([, entry]) => entry[chat] === channel)?.[0],
    idOf: (name, chat) => (Object.hasOwn(file, name) ? file[name]?.[chat] : undefined),
    isOperations: (name) => Object.hasOwn(file, name) && file[name]?.operations === true,
    operations: () => entries.filter(([, entry]) => entry.operations).map(([name]) => name),
  };
}
