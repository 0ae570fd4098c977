import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { AuditBrokenError, UnavailableError } from '../../errors';
import type { AuditDraft } from '../../ports/audit';
import {
  type AuditKey,
  presentKey,
  emptyHead,
  type Head,
  type SealedEntry,
  sealEntry,
} from './audit-chain';
import { createTurnAskers, type TurnAsker } from './audit-turn';
import type { Keys } from './keys';
import { reach } from './reach';

/** What a script answers that writes an audit entry: a word; unless written, the true head; then details: 'wait' when it is another one's turn. */
export type ScriptReply = [why: string, seq?: string, mac?: string, detail?: string];

/** The six arguments that every such script begins with. */
export type EntryArguments = (string | number)[];

type Send = (entry: EntryArguments) => Promise<unknown>;

const attempts = 60;

export interface AuditWriter {
  /** The highest head that this process has written or been told. */
  highest(): Head;
  /** The newest head, as it was just read and proven: the next entry is chained to it without being refused first. */
  hear(head: Head): void;
  /**
   * Seal an entry over the head and hand it to a script, again and again while others are faster.
   * `send` is called with a fresh entry each time; any reply but 'head' and 'broken' is the result.
   * @throws UnavailableError, AuditBrokenError
   */
  write(draft: AuditDraft, send: Send): Promise<{ reply: ScriptReply; entry: SealedEntry }>;
}

/**
 * Writes are sent without waiting for the ones before: each is chained to the head that the one before will
 * leave. When one is refused, those sent after it are refused too and are sealed again over the true head.
 */
export function createAuditWriter(redis: Redis, keys: Keys, key: AuditKey): AuditWriter {
  if (presentKey(key).length < 32) throw new Error('The audit key must have at least 32 bytes.');
  let expected: Head | undefined;
  let highest: Head = emptyHead;
  const askTurn = createTurnAskers();
  // Whose turn it is goes by the first part of a write's mark.
  const me = randomUUID();
  let writes = 0;
  // Counts how often the guess was corrected: a refusal of an older guess corrects nothing any more.
  let guess = 0;

  const correct = (of: number, head: Head | undefined) => {
    if (of !== guess) return;
    expected = head;
    guess += 1;
  };
  const remember = (head: Head) => {
    if (head.seq > highest.seq) highest = head;
  };

  async function write(draft: AuditDraft, send: Send) {
    const turn = askTurn();
    try {
      return await writeIn(turn, draft, send);
    } finally {
      turn.done();
    }
  }

  async function writeIn(turn: TurnAsker, draft: AuditDraft, send: Send) {
    const mark = `${me}:${(writes++).toString(36)}`;
    for (let attempt = 0; attempt < attempts; attempt++) {
      await turn.ready();
      const read = expected ?? (await readHead(redis, keys));
      expected ??= read;
      const before = expected;
      const entry = sealEntry(draft, before, key);
      const mine = guess;
      expected = { seq: entry.seq, mac: entry.mac };
      let reply: ScriptReply;
      try {
        reply = (await reach(redis, () =>
          send([entry.seq, before.mac, entry.mac, entry.text, mark, draft.request ?? '']),
        )) as ScriptReply;
      } catch (error) {
        correct(mine, undefined);
        throw error;
      }
      const [why, seq, mac, detail] = reply;
      if (why === 'written') {
        remember(entry);
        return { reply, entry };
      }
      const head = { seq: Number(seq), mac: mac ?? '' };
      remember(head);
      correct(mine, head);
      if (why === 'broken') {
        throw new AuditBrokenError(
          `The audit log refuses entry ${entry.seq}: its stream holds entries that its head does not know. ` +
            "Nothing was changed. On the bot's host say: mtgw audit verify, and then: mtgw audit seal",
        );
      }
      if (why !== 'head') return { reply, entry };
      // At once when it is our turn: the head that was told is the newest only for a moment.
      if (detail === 'wait') await turn.wait();
      else turn.done();
    }
    throw new UnavailableError(
      'Too many are writing to the audit log at once. Nothing was done; try again.',
    );
  }

  /** An older one is passed over: what was sent meanwhile is chained to a newer one. */
  const hear = (head: Head) => {
    if (head.seq > (expected?.seq ?? 0)) correct(guess, head);
  };

  return { write, hear, highest: () => highest };
}

/** The newest entry by the log's own word; `emptyHead` before the first one. @throws UnavailableError */
export async function readHead(redis: Redis, keys: Keys): Promise<Head> {
  const [seq, mac] = await reach(redis, () => redis.hmget(keys.auditHead, 'seq', 'mac'));
  return seq && mac ? { seq: Number(seq), mac } : emptyHead;
}
