import { decide, firstUnmet, mayVote } from '../../approvals/decide';
import type { ChangeRequest, Vote } from '../../approvals/request';
import { UserError } from '../errors';
import { sentences } from '../messages/sentences';
import type { ChatName } from '../ports/chat';
import { countingVotes } from '../../approvals/rules/quorum';
import { callAsker, callVoters } from './calls';
import { enqueue } from './enqueue';
import { moveTo, note, OutdatedError, whyOf } from './move';
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
  const { person, fingerprint, choice, reason } = ballot;
  const findings = mayVote(request, person, fingerprint, choice, parts.people, reason);
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
    const now = await settled(parts, request);
    if (now.state !== 'pending') return now;
    throw new UserError(sentences.votedAlready(request, ballot.choice));
  }
  const voted = await note(parts, request, 'vote.cast', {
    by: ballot.person,
    because: whyOf(request),
    change: {
      votes: [...request.votes.filter((cast) => cast !== former), cast(parts, ballot)],
      sentBack: undefined,
    },
    say: { sentence: sentences.voted(ballot.person, ballot) },
    detail: { choice: ballot.choice, chat: ballot.chat, fingerprint: ballot.fingerprint },
  });
  return settled(parts, voted);
}

/**
 * Do what the votes amount to, if anything. They are written, so whoever else moves the request acts on them too:
 * losing that race loses nothing.
 */
export async function settled(parts: Records, request: ChangeRequest): Promise<ChangeRequest> {
  try {
    return await decided(parts, request);
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
async function decided(parts: Records, request: ChangeRequest): Promise<ChangeRequest> {
  const { decision, findings } = decide(request, parts.people);
  const sentence = findings.map((finding) => finding.sentence).join(' ');
  const denier = countingVotes(request, parts.people).find((cast) => cast.choice === 'deny');
  if (decision === 'denied' && denier !== undefined) {
    const denial = findings.at(-1)?.sentence ?? sentence;
    return moveTo(parts, request, 'denied', {
      by: denier.person,
      because: denial,
      change: { due: {} },
      say: { sentence: denial, tone: 'bad', calls: callAsker(request, denier.person) },
    });
  }
  if (decision === 'approved') {
    const approved = await moveTo(parts, request, 'approved', {
      by: 'mtgw',
      because: sentence,
      change: {
        due: request.due.expiry === undefined ? {} : { expiry: request.due.expiry },
        sentBack: undefined,
      },
      say: { sentence: sentences.approved(request, sentence), tone: 'good' },
      detail: {
        votes: countingVotes(request, parts.people)
          .filter(({ choice }) => choice === 'approve')
          .map(({ person }) => person),
        fingerprint: request.plan?.fingerprint,
      },
    });
    return enqueue(parts, approved);
  }
  // Said once: the reconciler looks at every pending request again and again.
  if (request.because === sentence) return request;
  return note(parts, request, 'request.waits', { by: 'mtgw', because: sentence });
}

/** Back to pending it expires as before, with its warning. */
export function dueWhilePending(parts: Records, request: ChangeRequest): ChangeRequest['due'] {
  const { expiry } = request.due;
  if (expiry === undefined) return {};
  const warning = expiry - (request.policy?.warnBeforeMs ?? 0);
  return warning > parts.clock.now() ? { expiry, warning } : { expiry };
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
  const calls = callVoters(parts, { ...request, votes });
  const say = { sentence: [because, ...calls.quiet].join(' '), calls: calls.calls };
  if (request.state === 'pending') {
    const noted = await note(parts, request, 'vote.withdrawn', {
      by: person,
      because,
      change: { votes },
      say,
    });
    return settled(parts, noted);
  }
  const due = { ...dueWhilePending(parts, request), ...calls.due };
  const pending = await moveTo(parts, request, 'pending', {
    by: person,
    because,
    change: { votes, due },
    say,
  });
  // The votes that are left may still suffice.
  return settled(parts, pending);
}
