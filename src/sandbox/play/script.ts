import type { ChatName } from '../../ports/chat';
import { UserError } from '../../errors';
import { isTimeZone } from '../../../approvals/time-zone';
import type { Schedule } from '../../world/schedule';
import type { Part } from '../sandbox';

/** A conversation file, line by line: what people do, what the world does, what the bot must say. */
export type Line = { number: number; text: string } & (
  | { kind: 'say'; who: string; chat: ChatName; place: string; words: string }
  | { kind: 'fill'; who: string; values: Record<string, string> }
  | { kind: 'press'; who: string; chat: ChatName; label: string; reason?: string }
  | { kind: 'expect'; pattern: Pattern; private?: string; place?: Where }
  | { kind: 'refuse'; pattern: Pattern; place?: Where }
  | { kind: 'gateway'; gateway: string; words: string[] }
  | { kind: 'remote'; gateways: string[] }
  | { kind: 'clock'; ms: number }
  | { kind: 'clock-to'; schedule: Schedule }
  | { kind: 'kill'; part: Part; during?: string }
);

/** Only what is sent there counts. */
export interface Where {
  chat: ChatName;
  /** `#mtgw`, or `direct`. */
  place: string;
}

export interface Pattern {
  shown: string;
  isIn(text: string): boolean;
}

/**
 * Read a whole file before anything is played.
 * @throws UserError naming the line
 */
export function readScript(text: string): Line[] {
  return text.split(/\r?\n/).flatMap((raw, index) => {
    const line = raw.trim();
    if (line === '' || raw.startsWith('#')) return [];
    try {
      return [{ number: index + 1, text: line, ...readLine(line) }];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw new UserError(`line ${index + 1}: ${error.message}`);
    }
  });
}

type Read = Line extends infer L ? (L extends Line ? Omit<L, 'number' | 'text'> : never) : never;

function readLine(line: string): Read {
  const at = line.indexOf(':');
  if (at < 0)
    throw new UserError(`"${line}" has no colon. See the grammar in docs/conversations.md.`);
  const [head, body] = [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  const look = /^(?<kind>expect|refuse)(?: in (?<chat>slack|teams) (?<place>#\S+|direct))?$/.exec(
    head,
  );
  if (look?.groups) return readLook(look.groups, readPattern(body));
  if (head === 'remote') return { kind: 'remote', gateways: splitWords(body) };
  if (head === 'clock') return readClock(body);
  if (head === 'kill') return readKill(body);
  const hidden = /^expect private (\S+)$/.exec(head);
  if (hidden?.[1]) return { kind: 'expect', pattern: readPattern(body), private: hidden[1] };
  const gateway = /^gateway (\S+)$/.exec(head);
  if (gateway?.[1]) return { kind: 'gateway', gateway: gateway[1], words: splitWords(body) };
  return readPerson(head, body);
}

function readLook(groups: Record<string, string | undefined>, pattern: Pattern): Read {
  const kind = groups['kind'] === 'refuse' ? 'refuse' : 'expect';
  const { place } = groups;
  if (place === undefined) return { kind, pattern };
  return { kind, pattern, place: { chat: groups['chat'] === 'teams' ? 'teams' : 'slack', place } };
}

function readPerson(head: string, body: string): Read {
  const form =
    /^(?<who>[a-z]+)(?: in (?<where>slack|teams|direct)(?: (?<place>#\S+|direct))?)?(?: (?<act>fills|presses))?$/;
  const found = form.exec(head)?.groups;
  const who = found?.['who'];
  if (found === undefined || who === undefined) {
    throw new UserError(
      `"${head}:" is not how a line begins. See the grammar in docs/conversations.md.`,
    );
  }
  const chat: ChatName = found['where'] === 'teams' ? 'teams' : 'slack';
  const place = found['where'] === 'direct' ? 'direct' : (found['place'] ?? '#mtgw');
  if (found['act'] === 'fills') return { kind: 'fill', who, values: readValues(body) };
  if (found['act'] === 'presses') {
    const [label = '', ...reason] = body.split(/\s+because:\s*/);
    return {
      kind: 'press',
      who,
      chat,
      label: label.trim(),
      ...(reason.length > 0 ? { reason: reason.join(' because: ') } : {}),
    };
  }
  return { kind: 'say', who, chat, place, words: body };
}

function readPattern(body: string): Pattern {
  if (body === '') throw new UserError('there is nothing to look for.');
  const regex = /^\/(.+)\/([a-z]*)$/.exec(body);
  if (regex?.[1] !== undefined) {
    const wanted = new RegExp(regex[1], regex[2]);
    return { shown: body, isIn: (text) => wanted.test(text) };
  }
  const wanted = body.toLowerCase();
  return { shown: body, isIn: (text) => text.toLowerCase().includes(wanted) };
}

/** `+25h`, or the next time that it is `07:05 Europe/Berlin`. */
function readClock(body: string): Read {
  const found = /^(?<hour>[01]?\d|2[0-3]):(?<minute>[0-5]\d)(?: (?<zone>\S+))?$/.exec(body)?.groups;
  if (found === undefined) return { kind: 'clock', ms: readSpan(body) };
  const timeZone = found['zone'] ?? 'UTC';
  if (!isTimeZone(timeZone)) throw new UserError(`"${timeZone}" is not a time zone.`);
  const at = `${Number(found['minute'])} ${Number(found['hour'])} * * *`;
  return { kind: 'clock-to', schedule: { at, timeZone } };
}

function readSpan(body: string): number {
  const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  const found = /^\+(\d+)\s*([smhd])$/.exec(body);
  const unit = units[found?.[2] ?? ''];
  if (found?.[1] === undefined || unit === undefined) {
    throw new UserError(`"${body}" is not a span or a time: +30m, +25h, +2d, 07:05 Europe/Berlin.`);
  }
  return Number(found[1]) * unit;
}

function readKill(body: string): Read {
  const found = /^(worker|chat|redis|shell)(?: during (\S+))?$/.exec(body);
  if (found === null) {
    throw new UserError(
      `"${body}" is not known: worker, chat, redis or shell, maybe "during CMDLET".`,
    );
  }
  const part = found[1] as Part;
  return { kind: 'kill', part, ...(found[2] === undefined ? {} : { during: found[2] }) };
}

/** `a=b c="d e"` */
function readValues(body: string): Record<string, string> {
  return Object.fromEntries(
    splitWords(body).map((word) => {
      const at = word.indexOf('=');
      if (at < 1) throw new UserError(`"${word}" is not field=value.`);
      return [word.slice(0, at), word.slice(at + 1)];
    }),
  );
}

/** Words between blanks; quotes, anywhere in a word, keep blanks and are taken off. */
export function splitWords(body: string): string[] {
  return [...body.matchAll(/(?:[^\s"]|"[^"]*")+/g)].map(([word]) => word.replaceAll('"', ''));
}
