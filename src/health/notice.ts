import type { Verdict } from '../ports/health';
import type { Block, Message, Tone } from '../message';
import { clockTime, duration, plural } from '../messages/words';
import { capped } from './capped';
import { isOf, type Scope, sentenceFor } from './scope';
import type { Turn } from './turn';

const most = 12;

export interface Around {
  gateway: string;
  now: number;
  /** The newest change of the bot's that has to do with it, in a sentence. */
  lastChange?: string | undefined;
}

/** What people read of a turn; undefined where it is nobody's business. */
export function noticeOf(turn: Turn, scope: Scope, around: Around): Message | undefined {
  const { subject } = turn;
  const along = 'along' in turn ? turn.along.filter((one) => isOf(scope, one)) : [];
  const still = 'still' in turn ? turn.still.filter((one) => isOf(scope, one)) : [];
  const concerns = isOf(scope, subject) || along.length > 0 || still.length > 0;
  if (!concerns) return undefined;
  const { words, tone, sentence } = textOf(turn, scope, around);
  const items = [
    ...along.map((one) => `${turn.kind === 'recovered' ? '✓' : '✗'} ${sentenceFor(scope, one)}`),
    ...still.map((one) => `✗ ${sentenceFor(scope, one)}`),
  ];
  const blocks: Block[] = [
    { kind: 'text', text: sentence },
    ...(items.length > 0 ? [{ kind: 'list' as const, items: capped(items, most) }] : []),
    { kind: 'note', text: placeOf(turn, scope, around) },
  ];
  return {
    summary: `${subject.name} ${words}${withIt(along)}`,
    title: [{ bold: subject.name }, ` ${words}`],
    tone,
    blocks,
  };
}

/** Few are named, many are counted: it is one line of a notification. */
function withIt(along: readonly Verdict[]): string {
  if (along.length === 0) return '';
  const names = along.map(({ name }) => name).join(' and ');
  return `, and ${along.length > 2 ? plural(along.length, 'other') : names} with it`;
}

function textOf(
  turn: Turn,
  scope: Scope,
  { gateway, now }: Around,
): { words: string; tone: Tone; sentence: string } {
  const { subject, blind } = turn;
  switch (turn.kind) {
    case 'fell': {
      const start = turn.fromTheStart ? ' It was so when I first looked.' : '';
      const often = turn.falls > 1 ? ` It fell ${turn.falls} times.` : '';
      const sentence = `${sentenceFor(scope, subject)}${start}${often}`;
      return { words: fallen(subject), tone: blind ? 'warning' : 'bad', sentence };
    }
    case 'flaps': {
      const often = `${turn.falls} times in ${duration(now - turn.since)}`;
      const sentence = blind
        ? `It could not be read ${often}. I tell you when that lasts, or is over.`
        : `It went down ${often}. I tell you when it stays down, or has been calm.`;
      return { words: blind ? 'can hardly be read' : 'is flapping', tone: 'warning', sentence };
    }
    case 'recovered': {
      const lasted = duration(turn.until - turn.since);
      const often = turn.falls > 1 ? ` and fell ${turn.falls} times` : '';
      if (turn.as === 'flapping') {
        const sentence = `It flapped for ${lasted}${often} and has been calm since.`;
        return { words: 'is calm again', tone: 'good', sentence };
      }
      const was = blind ? 'It could not be read' : 'It was down';
      return { words: risen(turn), tone: 'good', sentence: `${was} for ${lasted}${often}.` };
    }
    case 'left': {
      const sentence = `A change took it off ${gateway}. It was down for ${duration(turn.until - turn.since)} before.`;
      return { words: 'is not there any more', tone: 'neutral', sentence };
    }
  }
}

function fallen({ kind, health, gone }: Verdict): string {
  if (gone) return 'is gone';
  if (health === 'unknown')
    return kind === 'tunnel' || kind === 'peer' ? 'is in doubt' : 'cannot be read';
  return kind === 'gateway' ? 'has a fault' : 'is down';
}

function risen({ subject, blind }: Turn): string {
  if (blind) return 'can be read again';
  if (subject.absent) return 'is not there any more';
  if (subject.resting) return 'rests now';
  if (subject.kind === 'tunnel') return 'is up again';
  return subject.kind === 'peer' ? 'is established again' : 'is well again';
}

function placeOf(turn: Turn, scope: Scope, { gateway, now, lastChange }: Around): string {
  const { tenant, kind } = turn.subject;
  const at = turn.kind === 'recovered' || turn.kind === 'left' ? turn.until : turn.since;
  return [
    ...(tenant === undefined || !isOf(scope, turn.subject) ? [] : [`Tenant ${tenant}`]),
    ...(kind === 'gateway' ? [] : [gateway]),
    `since ${clockTime(at, now)}`,
    // A command line names its tenant.
    ...(lastChange === undefined || !isOf(scope, turn.subject) ? [] : [lastChange]),
  ].join(' · ');
}
