import { randomBytes } from 'node:crypto';
import type { Member } from '../loopback-chat';
import { appId, botUserId, type SlackCast, teamId } from './cast';
import type { Parcel } from './deliver';
import type { ViewState } from './fill-in';
import type { Grant, Grants } from './grants';
import type { Posted } from './messages';
import type { ShownButton } from './read-blocks';
import type { OpenView } from './views';

/* The bodies of Slack's requests: docs.slack.dev/interactivity and docs.slack.dev/apis/events-api */

interface Parts {
  cast: SlackCast;
  grants: Grants;
  url(): string;
}

const team = { id: teamId, domain: 'loopback' };

/** A slash command; Slack takes none in threads. @param text what stands behind `/mtgw` */
export function commandParcel({ cast, grants, url }: Parts, grant: Grant, text: string): Parcel {
  const body = new URLSearchParams({
    token: 'deprecated',
    team_id: teamId,
    team_domain: team.domain,
    channel_id: grant.channel,
    channel_name: channelName(cast, grant.channel),
    user_id: grant.member.id,
    user_name: grant.member.name,
    command: '/mtgw',
    text,
    api_app_id: appId,
    is_enterprise_install: 'false',
    response_url: `${url()}/commands/${teamId}/${grant.response}`,
    trigger_id: grant.trigger,
  });
  return form(body, grants, grant);
}

/** A message that is for the bot: a mention in a channel, or anything in a direct conversation. */
export function eventParcel(
  message: Posted,
  member: Member,
  text: string,
  isDirect: boolean,
): Parcel {
  const { channel, id: ts } = message.ref;
  const body = {
    token: 'deprecated',
    team_id: teamId,
    api_app_id: appId,
    type: 'event_callback',
    event_id: `Ev${randomBytes(6).toString('hex').toUpperCase()}`,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [{ team_id: teamId, user_id: botUserId, is_bot: true }],
    event: {
      type: isDirect ? 'message' : 'app_mention',
      user: member.id,
      team: teamId,
      text,
      ts,
      event_ts: ts,
      channel,
      ...(isDirect ? { channel_type: 'im' } : {}),
      ...(message.thread === undefined ? {} : { thread_ts: message.thread }),
    },
  };
  return { kind: 'json', body: JSON.stringify(body), isEvent: true };
}

/** A press on a button of a message, with the trigger that lets the bot open a modal. */
export function actionsParcel(
  { cast, grants, url }: Parts,
  grant: Grant,
  message: Posted,
  { element, blockId }: ShownButton,
): Parcel {
  const { channel, id: ts } = message.ref;
  const thread = message.thread === undefined ? {} : { thread_ts: message.thread };
  const shown = { type: 'message', user: botUserId, ts, text: message.text, ...thread };
  return interaction(grants, grant, {
    type: 'block_actions',
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: channel,
      is_ephemeral: message.ephemeral,
      ...thread,
    },
    channel: { id: channel, name: channelName(cast, channel) },
    // Slack keeps no ephemeral messages, so it has none to send along.
    ...(message.ephemeral ? {} : { message: { ...shown, blocks: message.blocks } }),
    response_url: `${url()}/actions/${teamId}/${grant.response}`,
    actions: [{ ...element, block_id: blockId, action_ts: String(Date.now() / 1000) }],
  });
}

/** A modal that was sent. It brings a trigger of its own, and no response address. */
export function submissionParcel({ grants }: Parts, open: OpenView, values: ViewState): Parcel {
  const { member, channel, thread } = open.grant;
  const grant = grants.grant(member, channel, thread);
  return interaction(grants, grant, {
    type: 'view_submission',
    view: { ...open.view, id: open.id, team_id: teamId, hash: '1', state: { values } },
    response_urls: [],
  });
}

function interaction(grants: Grants, grant: Grant, more: Record<string, unknown>): Parcel {
  const { id, name } = grant.member;
  const payload = {
    team,
    api_app_id: appId,
    token: 'deprecated',
    user: { id, username: name, name, team_id: teamId },
    is_enterprise_install: false,
    trigger_id: grant.trigger,
    ...more,
  };
  return form(new URLSearchParams({ payload: JSON.stringify(payload) }), grants, grant);
}

function form(body: URLSearchParams, grants: Grants, grant: Grant): Parcel {
  const onReached = () => grants.renew(grant);
  return { kind: 'form', body: body.toString(), isEvent: false, onReached };
}

function channelName(cast: SlackCast, channel: string): string {
  const name = cast.placeName(channel);
  return name === 'direct' ? 'directmessage' : name.slice(1);
}
