import { findFault } from './check-activity';
import type { Reply, Request } from './http';
import { type Json, listOf, parseJson, record, textOf } from './json';
import type { TeamsLimits } from './options';
import type { Roster } from './roster';
import type { Draft, Store } from './store';
import { createRateLimit, type Trouble } from './trouble';

/*
 * The connector's REST API as a bot meets it in Teams:
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
 */

export interface ConnectorParts {
  tenantId: string;
  roster: Roster;
  store: Store;
  limits: TeamsLimits;
  trouble: Trouble;
  /** Channels of teams that the app was taken out of. */
  without: ReadonlySet<string>;
}

const refused = (status: number, code: string, message = code): Reply => ({
  status,
  body: { error: { code, message } },
});

/** Answers as the Bot Connector does, with its statuses and codes. `path` begins behind `conversations`. */
export function createConnectorApi(parts: ConnectorParts) {
  const waitFor = createRateLimit();
  return (request: Request, path: string[]): Reply => {
    const limit = parts.trouble.takeLimit();
    if (limit !== undefined) return tooMany(limit);
    if (Buffer.byteLength(request.body) > parts.limits.activityBytes) {
      return refused(413, 'MessageSizeTooBig');
    }
    const [conversation, what, id] = path;
    if (request.method !== 'GET' && parts.limits.rate) {
      const seconds = waitFor(conversation ?? 'new');
      if (seconds !== undefined) return tooMany(seconds);
    }
    const body = parseJson(request.body) ?? {};
    const targeted = request.query.get('isTargetedActivity') === 'true';
    const reply = answer();
    return parts.trouble.takeLoss() ? 'lost' : reply;

    function answer(): Reply {
      if (conversation === undefined) return begin(parts, body);
      const place = findPlace(parts, conversation);
      if (place === undefined) return refused(404, 'ConversationNotFound');
      if (parts.without.has(place.channel)) return refused(403, 'BotNotInConversationRoster');
      if (what === 'members' && request.method === 'GET') return findMember(parts, id ?? '');
      if (what !== 'activities') return refused(404, 'NotFound');
      if (request.method === 'POST') return send(parts, place, body, targeted);
      if (request.method === 'PUT') return edit(parts, place.channel, id ?? '', body, targeted);
      if (request.method === 'DELETE') return remove(parts, place.channel, id ?? '', targeted);
      return refused(405, 'MethodNotAllowed');
    }
  };
}

const tooMany = (seconds: number): Reply => ({
  status: 429,
  headers: { 'retry-after': String(seconds) },
  body: { error: { code: 'TooManyRequests' } },
});

interface Where {
  channel: string;
  thread?: string;
  visibleTo?: string;
}

function findPlace({ roster, store }: ConnectorParts, conversation: string): Where | undefined {
  const owner = roster.ownerOf(conversation);
  if (owner !== undefined) return { channel: conversation, visibleTo: owner.name };
  const [, id = conversation, thread] = /^(.+);messageid=(\d+)$/.exec(conversation) ?? [];
  const channel = roster.channel(id);
  if (channel?.id !== id) return undefined;
  if (thread === undefined) return { channel: id };
  return store.find(id, thread) === undefined ? undefined : { channel: id, thread };
}

/** A thread in a channel, or a person's conversation with the bot. Nothing else can be begun. */
function begin(parts: ConnectorParts, body: Json): Reply {
  const { roster, store, tenantId } = parts;
  if (body['tenantId'] !== tenantId) return refused(403, 'Forbidden', 'the tenant is not told');
  const activity = record(body['activity']);
  if (body['isGroup'] === true) {
    const id = textOf(record(record(body['channelData'])?.['channel'])?.['id']);
    const fault = activity === undefined ? 'no activity' : findFault(activity);
    if (roster.channel(id)?.id !== id || activity === undefined || fault !== undefined) {
      return refused(400, 'BadSyntax', fault);
    }
    if (parts.without.has(id)) return refused(403, 'BotNotInConversationRoster');
    const { ref } = store.addBots({ channel: id, targeted: false }, activity);
    return { status: 201, body: { id: `${id};messageid=${ref.id}`, activityId: ref.id } };
  }
  const [member, ...others] = listOf(body['members']);
  const person = roster.byMri(textOf(member?.['id']));
  if (person === undefined || others.length > 0) return refused(400, 'BadSyntax');
  return { status: 201, body: { id: person.direct } };
}

function findMember({ roster, tenantId }: ConnectorParts, id: string): Reply {
  const person = roster.byAnyId(id);
  if (person === undefined) return refused(404, 'MemberNotFoundInConversation');
  const { mri, name, id: aadObjectId } = person;
  return { status: 200, body: { id: mri, name, aadObjectId, tenantId, userRole: 'user' } };
}

function send(parts: ConnectorParts, where: Where, activity: Json, targeted: boolean): Reply {
  const { roster, store, limits } = parts;
  const fault = findFault(activity);
  if (fault !== undefined) return refused(400, 'BadArgument', fault);
  if (activity['type'] === 'typing') {
    store.seeTyping(where.channel);
    return { status: 201, body: { id: '' } };
  }
  let draft: Draft = { ...where, targeted };
  if (targeted) {
    if (limits.targetedRefused !== undefined)
      return refused(limits.targetedRefused, 'NotSupported');
    const person = roster.byMri(textOf(record(activity['recipient'])?.['id']));
    if (where.visibleTo !== undefined) return refused(400, 'BadArgument', 'a personal chat');
    if (person === undefined) return refused(400, 'BadArgument', 'the recipient');
    draft = { ...draft, visibleTo: person.name };
  }
  return { status: 201, body: { id: store.addBots(draft, activity).ref.id } };
}

const notFound = refused(404, 'ActivityNotFoundInConversation');

function edit(
  { store }: ConnectorParts,
  channel: string,
  id: string,
  activity: Json,
  targeted: boolean,
): Reply {
  const entry = store.find(channel, id);
  if (entry === undefined || entry.targeted !== targeted) return notFound;
  if (entry.from !== 'bot') return refused(403, 'Forbidden', 'not a message of the bot');
  const fault = findFault(activity);
  if (fault !== undefined) return refused(400, 'BadArgument', fault);
  if (targeted && activity['recipient'] !== undefined) return refused(400, 'BadArgument');
  store.edit(entry, activity);
  return { status: 200, body: { id } };
}

function remove({ store }: ConnectorParts, channel: string, id: string, targeted: boolean): Reply {
  const entry = store.find(channel, id);
  if (entry === undefined || entry.targeted !== targeted) return notFound;
  if (entry.from !== 'bot') return refused(403, 'Forbidden', 'not a message of the bot');
  store.remove(entry.ref);
  return { status: 200 };
}
