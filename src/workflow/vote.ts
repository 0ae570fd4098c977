import { decide, firstUnmet, mayVote } from '../../approvals/decide';
import type { ChangeRequest, Vote } from '../../approvals/request';
import { UserError } from '../errors';
import { sentences } from '../messages/sentences';
import type { ChatName } from '../ports';
import { enqueue } from './enqueue';
import { moveTo, note, OutdatedError } from './move';
import type { Records } from './parts';

export interface Ballot {
  person: string;
  chat: ChatName;
  choice: 'approve' | 'deny';
  /** The plan that the person saw on the card. */
  fingerprint: string;
  reason?: string;
}

/**
 * Count a vote, and do what the votes then amount to.
 * @throws UserError with the rule that was not met
 */
export async function vote(
  parts: Records,
  request: ChangeRequest,
  ballot: Ballot,
): Promise<ChangeRequest> {
  const findings = mayVote(request, ballot.person, ballot.fingerprint, ballot.choice, parts.people);
  const unmet = firstUnmet(findings);
  if (unmet !== undefined) {
    await parts.audit.append({
      at: parts.clock.now(),
      actor: ballot.person,
      action: 'vote.refused',
      request: request.id,
      detail: { choice: ballot.choice, chat: ballot.chat, rule: unmet.rule },
    });
    throw new UserError(unmet.sentence);
  }
  const former = request.votes.find((cast) => cast.person === ballot.person);
  if (former?.choice === ballot.choice && former.fingerprint === ballot.fingerprint) {
    throw new UserError(sentences.votedAlready(request, ballot.choice));
  }
  const voted = await note(parts, request, 'vote.cast', {
    by: ballot.person,
    because: request.because,
    change: { votes: [...request.votes.filter((cast) => cast !== former), cast(parts, ballot)] },
    say: { sentence: sentences.voted(ballot.person, ballot) },
    detail: { choice: ballot.choice, chat: ballot.chat, fingerprint: ballot.fingerprint },
  });
  return settled(parts, voted, ballot.person);
}

/** The vote is written. Whoever else moves the request now acts on it too, so losing that race loses nothing. */
async function settled(
  parts: Records,
  voted: ChangeRequest,
  person: string,
): Promise<ChangeRequest> {
  try {
    return await decided(parts, voted, person);
  } catch (error) {
    if (error instanceof OutdatedError) return error.current;
    throw error;
  }
}

function cast(parts: Records, ballot: Ballot): Vote {
  const { person, choice, fingerprint, chat, reason } = ballot;
  return {
    person,
    choice,
    fingerprint,
    chat,
    at: parts.clock.now(),
    groups: [...(parts.people.groupsOf(person) ?? [])],
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Move on when the votes suffice, or end it when one denies. */
async function decided(
  parts: Records,
  request: ChangeRequest,
  last: string,
): Promise<ChangeRequest> {
  const { decision, findings } = decide(request, parts.people);
  const sentence = findings.map((finding) => finding.sentence).join(' ');
  if (decision === 'denied') {
    const denial = findings.at(-1)?.sentence ?? sentence;
    return moveTo(parts, request, 'denied', {
      by: last,
      because: denial,
      change: { due: {} },
      say: { sentence: denial, tone: 'bad' },
    });
  }
  if (decision === 'approved') {
    const approved = await moveTo(parts, request, 'approved', {
      by: 'mtgw',
      because: sentence,
      change: { due: request.due.expiry === undefined ? {} : { expiry: request.due.expiry } },
      say: { sentence: sentences.approved(request, sentence), tone: 'good' },
    });
    return enqueue(parts, approved);
  }
  return note(parts, request, 'request.waits', { by: 'mtgw', because: sentence });
}

/** Take one's own vote back, while nothing has run. */
export async function withdraw(
  parts: Records,
  request: ChangeRequest,
  person: string,
): Promise<ChangeRequest> {
  const former = request.votes.find((cast) => cast.person === person);
  if (former === undefined) throw new UserError(`You have no vote on ${request.id}.`);
  if (!['pending', 'approved', 'queued'].includes(request.state)) {
    throw new UserError(`${request.id} is ${request.state}: a vote can't be taken back any more.`);
  }
  const votes = request.votes.filter((cast) => cast !== former);
  const because = sentences.withdrawn(person);
  const say = { sentence: because };
  if (request.state === 'pending') {
    const noted = await note(parts, request, 'vote.withdrawn', {
      by: person,
      because,
      change: { votes },
      say,
    });
    return settled(parts, noted, person);
  }
  return moveTo(parts, request, 'pending', { by: person, because, change: { votes }, say });
}
