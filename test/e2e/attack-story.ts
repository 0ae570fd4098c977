import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root';
import type { World } from './world';

/** How an attack's story is told: alice asks, bob approves, the bot's owner looks at the audit trail. */
export function createStory(world: World) {
  /** Resolves with the request's id, once it can be voted on. */
  async function ask(line: string, values?: Record<string, string>): Promise<string> {
    const mark = world.mark();
    world.say(`/mtgw ${line}`, { as: 'alice' });
    if (values !== undefined) {
      await world.hears(/Pre-shared key/, { since: mark });
      const outcome = world.sandbox.platform.fill('alice', values);
      if (!outcome.ok) throw new Error(outcome.error);
    }
    const card = await world.hears(/CR-\d+ Waiting for approval/, { since: mark });
    return /CR-\d+/.exec(card)?.[0] ?? '';
  }

  return {
    ask,

    /** Resolves with the request's id, once its change waits for Keep. */
    async apply(line: string): Promise<string> {
      const id = await ask(line);
      await world.press('Approve', { as: 'bob' });
      await world.until(id, ['unconfirmed']);
      return id;
    },

    async end(id: string, verb: 'keep' | 'undo' | 'cancel'): Promise<void> {
      const ends = { keep: 'kept', undo: 'undone', cancel: 'cancelled' };
      world.say(`/mtgw ${verb} ${id}`, { as: 'alice' });
      await world.until(id, [ends[verb]]);
    },

    /** A line that this person may not say. */
    async refused(as: string, line: string, answer: RegExp): Promise<void> {
      const mark = world.mark();
      world.say(`/mtgw ${line}`, { as });
      await world.hears(answer, { since: mark });
    },

    /** `mtgw audit verify`, as the bot's owner has it. */
    verify(...words: string[]): Promise<{ code: number | null; said: string }> {
      const cli = join(packageRoot, 'dist', 'src', 'cli.js');
      const env = { ...world.sandbox.environment, MTGW_LOG: 'silent' };
      return new Promise((resolve) => {
        const all = [cli, 'audit', 'verify', ...words];
        const child = execFile(process.execPath, all, { env }, (_error, out, err) =>
          resolve({ code: child.exitCode, said: `${out}${err}` }),
        );
      });
    },
  };
}
