import { z } from 'zod';
import { quietHoursSchema } from './quiet-hours';

/** Whose turn it is: one person, or whoever is in a group and may act. */
export type Called = { person: string } | { group: string };

const group = z.string().min(1).max(80);

/** Who is called besides those whose turn it is, by which names, and when they are left alone. */
export const callsSchema = z.strictObject({
  /** Groups that Slack calls by one name: the id of its user group. Anywhere else their members are called. */
  groups: z
    .record(
      group,
      z.strictObject({
        slack: z.string().regex(/^S[A-Z0-9]{2,}$/, 'use the id of the user group, like S0123ABCD'),
      }),
    )
    .default({}),
  /** Called besides who asked when a change is stuck, or its end is unknown. */
  trouble: z.array(group).default([]),
  /** Meanwhile nobody is called to vote but those who are on call; the others are when it ends. */
  quietHours: quietHoursSchema.optional(),
});

export type Calls = z.infer<typeof callsSchema>;

/** What holds where a policy says nothing of it. */
export const usualCalls: Calls = { groups: {}, trouble: [] };
