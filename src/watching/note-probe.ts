import type { Posting, Verdict } from '../ports/health';
import { judge } from '../health/judge-gateway';
import { noticeOf } from '../health/notice';
import type { GatewayReading } from '../health/reading';
import { type Turn, turn } from '../health/turn';
import { mailboxOf, scopeOf } from '../workflow/audience';
import { type KnownChanges, knownChanges } from './known-changes';
import type { Records } from '../workflow/parts';

/**
 * What a probe found becomes what is remembered and what is posted, in one write. A reading that another worker has
 * overtaken is dropped: theirs is newer.
 */
export async function noteProbe(
  parts: Records,
  reading: GatewayReading,
  probedAt: number,
): Promise<void> {
  const { gateway } = reading;
  const { version, state } = await parts.health.watched(gateway);
  if (state !== undefined && state.probedAt > probedAt && state.probedAt <= parts.clock.wall())
    return;
  const changes = await knownChanges(parts, gateway);
  const { next, turns, ended } = turn(state, judge(reading, parts.inventory), {
    // When it was answered, not asked: what fell in between did not fall before.
    at: parts.clock.now(),
    probedAt,
    patience: parts.settings.watch.patience,
    changes,
  });
  const postings = turns.flatMap((one, index) =>
    postingsOf(parts, one, { gateway, changes, id: `health/${gateway}/${version + 1}/${index}` }),
  );
  if (!(await parts.health.record(gateway, version, next, { postings, ended }))) {
    parts.log.info({ gateway }, 'another worker was first with its probe');
    return;
  }
  for (const { kind, subject } of turns) {
    parts.log.info({ gateway, kind, thing: subject.key }, subject.sentence);
  }
}

/** Into every channel that wants to know, each in what it may read. */
function postingsOf(
  parts: Records,
  one: Turn,
  { gateway, changes, id }: { gateway: string; changes: KnownChanges; id: string },
): Posting[] {
  const now = parts.clock.now();
  const { kind }: Verdict = one.subject;
  const isThing = kind === 'tunnel' || kind === 'peer';
  const isBad = one.kind === 'fell' || one.kind === 'flaps';
  const lastChange = isThing && isBad ? changes.lastOn(one.subject, now) : undefined;
  return parts.channels.watching().flatMap((channel): Posting[] => {
    const scope = scopeOf(parts, channel);
    const message = scope && noticeOf(one, scope, { gateway, now, lastChange });
    const to = mailboxOf(parts, channel);
    return message === undefined ? [] : [{ id: `${id}/${channel}`, at: now, message, to }];
  });
}
