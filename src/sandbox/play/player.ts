import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../errors';
import { actOnGateway } from '../faults';
import { nextTime } from '../../world/schedule';
import type { Sandbox } from '../sandbox';
import type { Line, Pattern, Where } from './script';

/** How long a line waits for what it expects, in milliseconds. */
const patienceMs = 30_000;
/** The same where a session to a gateway has to be opened first: a PowerShell is started at both of its ends. */
const patienceBehindSshMs = 75_000;

/** A line that did not hold. */
export class LineFailedError extends Error {
  override readonly name = 'LineFailedError';
  readonly line: number;
  constructor(line: Line, why: string) {
    super(why);
    this.line = line.number;
  }
}

/**
 * Play the lines in a sandbox, in order.
 * @throws LineFailedError at the first line that does not hold
 */
export async function play(
  sandbox: Sandbox,
  lines: readonly Line[],
  print: (line: string) => void,
): Promise<void> {
  const patience = sandbox.remote.length > 0 ? patienceBehindSshMs : patienceMs;
  const refused: (Line & { kind: 'refuse' })[] = [];
  let since = 0;
  let lastAct = 0;
  // A kill that waits for its cmdlet is under way while the lines that lead to it are played.
  const later: Promise<void>[] = [];
  for (const line of lines) {
    if (line.kind === 'expect') {
      print(`  ? ${line.text}`);
      await expectLine(sandbox, line, since, patience);
      continue;
    }
    if (line.kind === 'refuse') {
      print(`  ? ${line.text}`);
      refused.push(line);
      refuseLine(sandbox, line);
      continue;
    }
    since = sandbox.platform.messages().at(-1)?.seq ?? 0;
    lastAct = Date.now();
    print(line.text);
    const act = async () => doLine(sandbox, line);
    const done = act().catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new LineFailedError(line, why);
    });
    if (line.kind === 'kill' && line.during !== undefined) {
      done.catch(() => {});
      later.push(done);
      await delay(1_500);
    } else {
      await done;
    }
  }
  await Promise.all(later);
  await comeToRest(sandbox, lines, refused.length > 0 ? lastAct : 0);
  for (const line of refused) refuseLine(sandbox, line);
}

/** A conversation has ended when nothing more would be said. Where something must not be said, the watcher has looked too. */
async function comeToRest(sandbox: Sandbox, lines: readonly Line[], since: number): Promise<void> {
  const last = lines.at(-1);
  if (last === undefined) return;
  try {
    await sandbox.rest(since);
  } catch (error) {
    throw new LineFailedError(last, error instanceof Error ? error.message : String(error));
  }
}

async function doLine(sandbox: Sandbox, line: Line): Promise<void> {
  const { platform } = sandbox;
  switch (line.kind) {
    case 'say':
      heed(platform.say(line.who, line.chat, line.place, line.words));
      return;
    case 'fill':
      await soon(() => platform.fill(line.who, line.values));
      return;
    case 'press':
      await soon(() =>
        platform.press(
          line.who,
          line.chat,
          line.label,
          line.reason === undefined ? {} : { reason: line.reason },
        ),
      );
      return;
    case 'gateway':
      await actOnGateway(sandbox.gateways, line.gateway, line.words);
      return;
    case 'clock':
      await sandbox.moveClock(line.ms);
      return;
    case 'clock-to': {
      const now = sandbox.now();
      await sandbox.moveClock(nextTime(line.schedule, now) - now);
      return;
    }
    case 'kill':
      await sandbox.kill(line.part, line.during);
      return;
    default:
      return;
  }
}

type Outcome = { ok: true } | { ok: false; error: string };

function heed(outcome: Outcome): void {
  if (!outcome.ok) throw new UserError(outcome.error);
}

/** A button or a form may need a moment to arrive. */
async function soon(act: () => Outcome): Promise<void> {
  const end = Date.now() + 5_000;
  for (;;) {
    const outcome = act();
    if (outcome.ok) return;
    if (Date.now() > end) throw new UserError(outcome.error);
    await delay(50);
  }
}

async function expectLine(
  sandbox: Sandbox,
  line: Line & { kind: 'expect' },
  since: number,
  withinMs: number,
): Promise<void> {
  const end = Date.now() + withinMs;
  for (;;) {
    const sent = sandbox.platform
      .messages()
      .filter(
        (one) =>
          one.seq > since &&
          (!line.private || one.visibleTo === line.private) &&
          isThere(one, line.place),
      );
    if (sent.some(({ text }) => line.pattern.isIn(text))) return;
    if (Date.now() > end) {
      const heard = sent.map(({ text }) => `    ${text.split('\n').join('\n    ')}`).join('\n');
      throw new LineFailedError(
        line,
        `in ${withinMs / 1000} s the bot said nothing that contains ${line.pattern.shown}${heard ? `; it said:\n${heard}` : '; it said nothing'}`,
      );
    }
    await delay(25);
  }
}

function isThere(sent: Where, where: Where | undefined): boolean {
  return where === undefined || (sent.chat === where.chat && sent.place === where.place);
}

function refuseLine(sandbox: Sandbox, line: Line & { kind: 'refuse' }): void {
  const bad = (pattern: Pattern) =>
    sandbox.platform
      .messages()
      .find(
        (one) => isThere(one, line.place) && (pattern.isIn(one.text) || pattern.isIn(one.unseen)),
      );
  const found = bad(line.pattern);
  if (found !== undefined) throw new LineFailedError(line, `the bot sent: ${found.text}`);
}
