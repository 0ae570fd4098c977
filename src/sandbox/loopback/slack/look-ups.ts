import { asText, type Json } from './json';
import { ApiError, type SlackState } from './web-api';

function need({ scopes }: SlackState, ...needed: string[]): void {
  if (scopes === undefined || needed.some((scope) => scopes.includes(scope))) return;
  throw new ApiError('missing_scope', [], {
    needed: needed.join(','),
    provided: scopes.join(','),
  });
}

/** The methods that only look: https://docs.slack.dev/reference/methods/conversations.info and users.info */
export const lookUps: Record<string, (state: SlackState, body: Json) => Json> = {
  'conversations.info'(state, { channel }) {
    need(state, 'channels:read', 'groups:read');
    const found = state.cast.channel(asText(channel));
    // A private channel is nothing to whoever is not in it.
    if (found === undefined || (found.isPrivate && found.lacksBot)) {
      throw new ApiError('channel_not_found');
    }
    const { id, name, isPrivate = false, isArchived = false, lacksBot = false } = found;
    return {
      channel: {
        id,
        name: name.replace(/^#/, ''),
        is_private: isPrivate,
        is_archived: isArchived,
        is_member: !lacksBot,
      },
    };
  },

  'users.info'(state, { user }) {
    need(state, 'users:read');
    const member = state.cast.byId(asText(user));
    if (member === undefined) throw new ApiError('user_not_found');
    const { id, name, isDeactivated = false } = member;
    return { user: { id, name, deleted: isDeactivated, is_bot: false } };
  },
};
