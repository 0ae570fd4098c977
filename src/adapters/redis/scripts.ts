import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { packageRoot } from '../../package-root';

/** Each script and the files it is put together from; the first ones only define functions. */
const files = {
  move: ['audit-entry', 'turns', 'take-target', 'move'],
  proveRecord: ['prove-record'],
  append: ['audit-entry', 'append'],
  sealAudit: ['audit-entry', 'seal-audit'],
  archive: ['audit-entry', 'archive'],
  mendAuditList: ['mend-audit-list'],
  sealAnew: ['seal-anew'],
  setAside: ['audit-entry', 'set-aside'],
  claimDue: ['claim-due'],
  giveBackDue: ['give-back-due'],
  cardsShown: ['cards-shown'],
  drawAnew: ['draw-anew'],
  openIntent: ['take-target', 'open-intent'],
  withdrawIntent: ['withdraw-intent'],
  raiseFence: ['raise-fence'],
  dropIfSame: ['drop-if-same'],
  extendIfSame: ['extend-if-same'],
  heartbeat: ['heartbeat'],
  countAlive: ['count-alive'],
  recordWatch: ['deliver', 'record-watch'],
  noteUnwatched: ['deliver', 'note-unwatched'],
  tellOnce: ['deliver', 'tell-once'],
  postDigest: ['deliver', 'post-digest'],
  noticePosted: ['notice-posted'],
  scheduleDigests: ['schedule-digests'],
} as const;

export type ScriptName = keyof typeof files;

type Argument = string | number;
type Runnable = Record<string, (...args: Argument[]) => Promise<unknown>>;

const known = new WeakSet<Redis>();

/** Run one of our Lua scripts: atomic, and one round trip once the server has seen it. */
export function runScript(
  redis: Redis,
  name: ScriptName,
  keys: string[],
  args: Argument[],
): Promise<unknown> {
  if (!known.has(redis)) {
    for (const script of Object.keys(files) as ScriptName[]) {
      redis.defineCommand(commandOf(script), { lua: sourceOf(script) });
    }
    known.add(redis);
  }
  const run = (redis as unknown as Runnable)[commandOf(name)];
  if (run === undefined) throw new Error(`The script ${name} is not loaded.`);
  return run.call(redis, keys.length, ...keys, ...args);
}

/** With a prefix, so that a script never takes the place of a Redis command. */
function commandOf(name: ScriptName): string {
  return `mtgw:${name}`;
}

/** The compiler does not copy .lua files, so they are read where they are kept, from `src` and from `dist`. */
function sourceOf(name: ScriptName): string {
  const folder = join(packageRoot, 'src', 'adapters', 'redis', 'lua');
  return files[name].map((file) => readFileSync(join(folder, `${file}.lua`), 'utf8')).join('\n');
}
