import { blockProblems } from './check-blocks';
import { viewProblems } from './check-view';
import { botId, botUserId, type SlackCast, teamId } from './cast';
import type { Grants } from './grants';
import { asList, asObject, asText, type Json } from './json';
import type { SlackLimits } from './limits';
import type { Messages, Posted } from './messages';
import { readBlocks } from './read-blocks';
import type { Views } from './views';

export interface SlackState {
  cast: SlackCast;
  messages: Messages;
  views: Views;
  grants: Grants;
  limits: SlackLimits;
  /** What the app may do when it only looks; everything when left out. */
  scopes?: readonly string[];
}

/** `ok: false` with Slack's word for it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly details: string[];
  /** What else stands beside `error` in the answer. */
  readonly more: Json;
  constructor(error: string, details: string[] = [], more: Json = {}) {
    super(error);
    this.details = details;
    this.more = more;
  }
}

type Method = (state: SlackState, body: Json) => Json;

/** The methods of the Web API that the bot uses. All others are `unknown_method`. */
export const methods: Record<string, Method> = {
  'auth.test': () => ({ user_id: botUserId, bot_id: botId, team_id: teamId, team: 'Loopback' }),

  'conversations.open'({ cast }, { users }) {
    const member = cast.byId(asText(users));
    if (member === undefined) throw new ApiError('user_not_found');
    return { channel: { id: cast.directOf(member) } };
  },

  'chat.postMessage'(state, body) {
    const channel = asText(body['channel']);
    const owner = state.cast.ownerOfDirect(channel);
    if (owner === undefined && !state.cast.isChannel(channel)) {
      throw new ApiError('channel_not_found');
    }
    const { isArchived, lacksBot } = state.cast.channel(channel) ?? {};
    if (isArchived) throw new ApiError('is_archived');
    if (lacksBot) throw new ApiError('not_in_channel');
    const message = state.messages.add({
      channel,
      byBot: true,
      ephemeral: false,
      ...readContent(state, body),
      ...readThread(state, channel, body),
      ...(owner === undefined ? {} : { visibleTo: owner.name }),
    });
    return { channel, ts: message.ref.id, message: { type: 'message', ts: message.ref.id } };
  },

  'chat.update'(state, body) {
    const { cast, messages } = state;
    const channel = asText(body['channel']);
    if (cast.placeName(channel) === 'direct' && cast.ownerOfDirect(channel) === undefined) {
      throw new ApiError('channel_not_found');
    }
    const message = messages.find(channel, asText(body['ts']));
    if (message === undefined || message.ephemeral) throw new ApiError('message_not_found');
    if (!message.byBot) throw new ApiError('cant_update_message');
    messages.edit(message, readContent(state, body));
    return { channel, ts: message.ref.id };
  },

  'chat.postEphemeral'(state, body) {
    const channel = asText(body['channel']);
    const member = state.cast.byId(asText(body['user']));
    if (member === undefined) throw new ApiError('user_not_found');
    if (!state.cast.isChannel(channel) && state.cast.ownerOfDirect(channel) === undefined) {
      throw new ApiError('channel_not_found');
    }
    if (state.cast.channel(channel)?.lacksBot) throw new ApiError('not_in_channel');
    if (!state.cast.isIn(member, channel)) throw new ApiError('user_not_in_channel');
    const content = { ...readContent(state, body), ...readThread(state, channel, body) };
    return { message_ts: addEphemeral(state, channel, member.name, content).ref.id };
  },

  'views.open'({ grants, views }, body) {
    const view = asObject(body['view']);
    const problems = viewProblems(view);
    if (problems.length > 0) throw new ApiError('invalid_arguments', problems);
    const grant = grants.useTrigger(asText(body['trigger_id']));
    if (typeof grant === 'string') throw new ApiError(grant);
    return { view: { id: views.open(grant, view).id } };
  },
};

/** A message that one person sees, by name. Both ways to it, the Web API and a response address, end here. */
export function addEphemeral(
  { messages }: SlackState,
  channel: string,
  visibleTo: string,
  content: { text: string; blocks: unknown; thread?: string },
): Posted {
  return messages.add({ channel, byBot: true, ephemeral: true, visibleTo, ...content });
}

/** Text and blocks of a message, or Slack's refusal. */
export function readContent({ limits }: SlackState, body: Json): { text: string; blocks: unknown } {
  const text = asText(body['text']);
  const blocks = body['blocks'] ?? [];
  if (text === '' && asList(blocks).length === 0) throw new ApiError('no_text');
  if (text.length > 40_000) throw new ApiError('msg_too_long');
  const problems = blockProblems(blocks, 'message');
  if (problems.length > 0) throw new ApiError('invalid_blocks', problems);
  const characters = readBlocks(blocks).join('').length;
  if (characters > limits.messageCharacters) throw new ApiError('msg_blocks_too_long');
  return { text, blocks };
}

function readThread({ messages }: SlackState, channel: string, body: Json): { thread?: string } {
  const thread = asText(body['thread_ts']);
  if (thread === '') return {};
  if (messages.find(channel, thread) === undefined) throw new ApiError('thread_not_found');
  return { thread };
}
