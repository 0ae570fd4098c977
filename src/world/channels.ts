import { z } from 'zod';
import type { ChatName, Place } from '../ports/chat';
import { isTimeZone } from '../../approvals/time-zone';
import { problemOfFields, type Schedule } from './schedule';

const digestSchema = z.strictObject({
  at: z.string().check((ctx) => {
    const problem = problemOfFields(ctx.value);
    if (problem === undefined) return;
    ctx.issues.push({ code: 'custom', message: problem, input: ctx.value });
  }),
  timeZone: z.string().refine(isTimeZone, 'use the name of a time zone, like Europe/Berlin or UTC'),
});

export const channelsSchema = z
  .record(
    z.string().regex(/^[a-z0-9][a-z0-9_-]{0,60}$/, 'use the channel name without #'),
    z.strictObject({
      slack: z.string().min(1).optional(),
      teams: z.string().min(1).optional(),
      /** Here every tenant may be spoken of; elsewhere only the tenant that lists the channel. */
      operations: z.boolean().default(false),
      /** Outages and their ends are posted here: of all tenants in an operations channel, else of its own tenant. */
      health: z.boolean().default(true),
      /** When the digest is posted here; never when left out. */
      digest: digestSchema.optional(),
    }),
  )
  .check((ctx) => {
    // A copied line would send one tenant's outages into another one's channel.
    for (const chat of ['slack', 'teams'] as const) {
      const names = Object.keys(ctx.value);
      const twice = names.find((name, at) => {
        const id = ctx.value[name]?.[chat];
        return id !== undefined && names.slice(0, at).some((one) => ctx.value[one]?.[chat] === id);
      });
      if (twice === undefined) continue;
      ctx.issues.push({
        code: 'custom',
        path: [twice, chat],
        message: 'another channel has this id already',
        input: ctx.value[twice]?.[chat],
      });
    }
  });

/** One name for the channel that exists in both chats. */
export interface Channels {
  nameOf(place: Place): string | undefined;
  idOf(name: string, chat: ChatName): string | undefined;
  isOperations(name: string): boolean;
  operations(): string[];
  /** Those that want to hear of outages. */
  watching(): string[];
  digests(): { channel: string; schedule: Schedule }[];
}

/** @param chats those that the bot speaks in: what the file says of others counts for nothing */
export function createChannels(
  file: z.infer<typeof channelsSchema>,
  chats: readonly ChatName[] = ['slack', 'teams'],
): Channels {
  const entries = Object.entries(file);
  return {
    nameOf: ({ chat, channel }) => entries.find(([, entry]) => entry[chat] === channel)?.[0],
    idOf: (name, chat) =>
      Object.hasOwn(file, name) && chats.includes(chat) ? file[name]?.[chat] : undefined,
    isOperations: (name) => Object.hasOwn(file, name) && file[name]?.operations === true,
    operations: () => entries.filter(([, entry]) => entry.operations).map(([name]) => name),
    watching: () => entries.filter(([, entry]) => entry.health).map(([name]) => name),
    digests: () =>
      entries.flatMap(([channel, { digest }]) =>
        digest === undefined ? [] : [{ channel, schedule: digest }],
      ),
  };
}
