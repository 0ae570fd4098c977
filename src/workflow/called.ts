import type { Called } from '../../approvals/calls';
import { type ChangeRequest, isFinal, type TimelineEntry } from '../../approvals/request';
import type { Call } from '../message';
import type { Person } from '../world/people';
import type { ChatName } from '../ports/chat';
import { mayStillVote } from './calls';
import type { Records } from './parts';

/** More names than these in one line call nobody: each thinks of the others. */
const mostNames = 20;

type Parts = Pick<Records, 'people' | 'policy' | 'channels'>;

/**
 * Whom a line of a request's story calls in one chat. Everybody is called once: where it was asked when they have an
 * account there, else in the other chat; or where people.yaml says.
 */
export function callsIn(
  parts: Parts,
  chat: ChatName,
  request: ChangeRequest,
  { calls = [] }: TimelineEntry,
): Call[] {
  const found = calls.flatMap((called) => callIn(parts, chat, request, called));
  const names = new Map(found.map((call) => [call.id, call]));
  return [...names.values()].slice(0, mostNames);
}

function callIn(parts: Parts, chat: ChatName, request: ChangeRequest, called: Called): Call[] {
  if ('person' in called) {
    const person = parts.people.byId(called.person);
    return person === undefined ? [] : accountIn(parts, chat, request, person);
  }
  const { group } = called;
  const own =
    chat === 'slack' && request.home.chat === chat ? parts.policy.calls.groups[group] : undefined;
  if (own !== undefined) return [{ kind: 'group', id: own.slack, name: group }];
  return parts.people
    .all()
    .filter(({ id, groups }) => groups.includes(group) && isTheirTurn(parts, request, id))
    .flatMap((person) => accountIn(parts, chat, request, person));
}

/** Of a group that is called to vote, those who have; of one that is called to look, everybody. */
function isTheirTurn(parts: Parts, request: ChangeRequest, person: string): boolean {
  if (isFinal(request.state) || request.state !== 'pending') return true;
  return mayStillVote(parts, request, person);
}

function accountIn(
  { channels }: Parts,
  chat: ChatName,
  { home }: ChangeRequest,
  { id, accounts, calledIn }: Person,
): Call[] {
  const reached = accounts.filter(
    (account) => channels.idOf(home.channel, account.chat) !== undefined,
  );
  const place =
    reached.find((account) => account.chat === calledIn) ??
    reached.find((account) => account.chat === home.chat) ??
    reached[0];
  return place?.chat === chat ? [{ kind: 'person', id: place.id, name: id }] : [];
}
