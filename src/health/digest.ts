import type { ChangeRequest, RequestState } from '../../approvals/request';
import type { Episode, Verdict } from '../ports/health';
import type { Block, Message, Text, Tone } from '../message';
import { markedLabel } from '../messages/state-label';
import { clockTime, duration, plural } from '../messages/words';
import { meantDown, openTroubles, type Trouble, type WatchedGateway } from './open-troubles';
import { capped } from './capped';
import { isOf, type Scope } from './scope';

export interface DigestInput {
  gateways: readonly (WatchedGateway & { episodes: readonly Episode[] })[];
  /** Of the tenants that may be read of here: open ones, and those that ended lately. */
  requests: readonly ChangeRequest[];
  scope: Scope;
  /** When the digest before this one was posted. */
  last: number | undefined;
  now: number;
}

/** A first digest looks so far back, in milliseconds. */
const dayMs = 24 * 3_600_000;
/** So many of a kind at most: the rest is a number, and one can ask. */
const most = 12;

/** How things are, the worst first: what is not well, who is waited for, what was since the last one. */
export function digestOf(input: DigestInput): Message {
  const { gateways, scope, now, last } = input;
  const from = last ?? now - dayMs;
  const troubles = openTroubles(gateways, scope);
  const episodes = gateways
    .flatMap((one) => one.episodes)
    .filter(({ subject, until }) => until > from && isOf(scope, subject))
    .toSorted((a, b) => b.until - b.since - (a.until - a.since));
  const inOrder = (states: RequestState[]) =>
    input.requests
      .filter(({ state }) => states.includes(state))
      .toSorted((a, b) => states.indexOf(a.state) - states.indexOf(b.state));
  const [waiting, moving] = [inOrder(waits), inOrder(moves)];
  const changed = input.requests
    .filter(({ state, stateSince }) => done.includes(state) && stateSince > from)
    .toSorted((a, b) => a.stateSince - b.stateSince);
  const head = headline(troubles, waiting, episodes);
  const title = `Digest of ${scope.tenant ?? 'all tenants'}`;
  const blocks: Block[] = [
    ...section(
      'Not well',
      troubles.map((one) => troubleText(one, now)),
    ),
    ...section(
      'Waiting for somebody',
      waiting.map((one) => requestText(one, now)),
    ),
    ...section(
      'Under way',
      moving.map((one) => requestText(one, now)),
    ),
    ...section(
      `Over since ${clockTime(from, now)}`,
      episodes.map((one) => episodeText(one, now)),
    ),
    ...section(
      `Changed since ${clockTime(from, now)}`,
      changed.map((one) => changeText(one, now)),
    ),
    { kind: 'note', text: [...onPurpose(gateways, scope), countsOf(gateways, scope)].join(' ') },
  ];
  return {
    summary: `${title}: ${head.words}`,
    title: [{ bold: title }, `: ${head.words}`],
    tone: head.tone,
    blocks,
  };
}

/** States in which somebody must do something, the most urgent first. */
const waits: RequestState[] = ['stuck', 'unknown', 'unconfirmed', 'pending'];

/** States that go on by themselves, the last step first. */
const moves: RequestState[] = ['undoing', 'verifying', 'applying', 'queued', 'approved'];

const done: RequestState[] = ['kept', 'undone'];

function headline(
  troubles: readonly Trouble[],
  waiting: readonly ChangeRequest[],
  episodes: readonly Episode[],
): { words: string; tone: Tone } {
  const count = (health: Trouble['health']) =>
    troubles.filter((one) => one.health === health).length;
  const [down, unknown, flapping] = [count('down'), count('unknown'), count('flapping')];
  const words = [
    ...(down > 0 ? [`${down} down`] : []),
    ...(unknown > 0 ? [`${unknown} not known`] : []),
    ...(flapping > 0 ? [`${flapping} unsteady`] : []),
    ...(waiting.length > 0 ? [`${plural(waiting.length, 'request')} waiting`] : []),
    ...(episodes.length > 0 ? [`${plural(episodes.length, 'outage')} over`] : []),
  ];
  const isBad = down > 0 || waiting.some(({ state }) => state === 'stuck' || state === 'unknown');
  if (isBad) return { words: words.join(', '), tone: 'bad' };
  if (troubles.length > 0) return { words: words.join(', '), tone: 'warning' };
  if (waiting.length > 0) return { words: ['all is well', ...words].join(', '), tone: 'waiting' };
  return { words: ['all is well', ...words].join(', '), tone: 'good' };
}

function section(title: string, items: Text[]): Block[] {
  if (items.length === 0) return [];
  return [
    { kind: 'text', text: [{ bold: title }] },
    { kind: 'list', items: capped(items, most) },
  ];
}

function troubleText({ sentence, since, along, health }: Trouble, now: number): Text {
  const mark = health === 'down' ? '✗' : '?';
  const others = along.length === 0 ? '' : ` With it: ${along.join(', ')}.`;
  if (since === undefined) return `${mark} ${sentence}${others}`;
  const when = { time: since, text: clockTime(since, now) };
  return [`${mark} ${sentence} Since `, when, `, for ${duration(now - since)}.${others}`];
}

function requestText(request: ChangeRequest, now: number): Text {
  const { id, state, line, requester, stateSince, due } = request;
  const end =
    due.expiry !== undefined
      ? `; expires in ${duration(due.expiry - now)}`
      : due.confirm !== undefined
        ? `; undone in ${duration(due.confirm - now)} unless kept`
        : '';
  return [
    { bold: id },
    ` ${markedLabel(state)}, for ${duration(now - stateSince)}${end} · `,
    { code: line },
    ` · asked by ${requester}`,
  ];
}

function changeText({ id, state, line, stateSince }: ChangeRequest, now: number): Text {
  const when = { time: stateSince, text: clockTime(stateSince, now) };
  return [{ bold: id }, ` ${markedLabel(state)} `, when, ' · ', { code: line }];
}

function episodeText({ subject, blind, since, until, falls, end }: Episode, now: number): Text {
  const was = blind ? 'could not be read' : 'was down';
  const often = falls > 1 ? `, ${falls} times` : '';
  const after = end === 'left' ? '; it is not there any more' : '';
  const when = { time: since, text: clockTime(since, now) };
  const rest = ` for ${duration(until - since)}${often}${after}`;
  return [`${subject.name} ${was} from `, when, rest];
}

function onPurpose(gateways: DigestInput['gateways'], scope: Scope): string[] {
  const down = meantDown(gateways, scope).map(({ name, by }) => `${name} by ${by}`);
  return down.length === 0 ? [] : [`Down on purpose: ${capped(down, most).join(', ')}.`];
}

function countsOf(gateways: DigestInput['gateways'], scope: Scope): string {
  const all = gateways.flatMap(({ state, isStale }) => (isStale ? [] : (state?.verdicts ?? [])));
  const count = (kind: Verdict['kind'], word: string) => {
    const wanted = all.filter((one) => one.kind === kind && !one.resting && isOf(scope, one));
    const up = wanted.filter(({ health }) => health === 'healthy').length;
    return wanted.length === 0
      ? `no ${kind}s read`
      : `${up} of ${plural(wanted.length, kind)} ${word}`;
  };
  return `${count('tunnel', 'up')}, ${count('peer', 'established')}`;
}
