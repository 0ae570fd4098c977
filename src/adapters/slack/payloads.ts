import { z } from 'zod';

/* What Slack sends, as far as it is read here. It is signed, but what it looks like is still checked. */

const nonEmpty = z.string().min(1);

export const commandPayload = z.object({
  team_id: z.string(),
  channel_id: nonEmpty,
  user_id: nonEmpty,
  text: z.string().default(''),
  trigger_id: nonEmpty,
  response_url: z.url().optional(),
});

/** https://docs.slack.dev/reference/events/app_mention and message.im */
export const eventPayload = z.object({
  team_id: z.string(),
  event_id: nonEmpty,
  /** Whose app this event is for: here the bot itself. */
  authorizations: z.array(z.object({ user_id: z.string() })).optional(),
  event: z.object({
    type: z.string(),
    subtype: z.string().optional(),
    bot_id: z.string().optional(),
    user: nonEmpty.optional(),
    text: z.string().default(''),
    channel: nonEmpty,
    channel_type: z.string().optional(),
    thread_ts: nonEmpty.optional(),
    /** There when somebody changed a message that mentions the bot: Slack sends it once more then, as a new event. */
    edited: z.object({}).optional(),
  }),
});

/** In an organisation that installed the app for all its workspaces there may be none but the person's. */
const ofTeam = {
  team: z.object({ id: z.string() }).nullish(),
  user: z.object({ id: nonEmpty, team_id: z.string().optional() }),
};

/** The workspace that an interaction is of. */
export function teamOf({ team, user }: z.infer<z.ZodObject<typeof ofTeam>>): string {
  return team?.id ?? user.team_id ?? '';
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload; an ephemeral message has no `message`. */
export const actionsPayload = z.object({
  ...ofTeam,
  trigger_id: nonEmpty,
  response_url: z.url().optional(),
  container: z.object({
    message_ts: nonEmpty,
    channel_id: nonEmpty,
    thread_ts: nonEmpty.optional(),
  }),
  message: z.object({ thread_ts: nonEmpty.optional() }).optional(),
  actions: z.tuple([z.object({ type: z.string(), value: z.string().default('') })]),
});

const inputState = z.object({
  type: z.string(),
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).optional(),
});

export const submissionPayload = z.object({
  ...ofTeam,
  trigger_id: nonEmpty,
  view: z.object({
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), inputState)) }),
  }),
});
