import { canonicalJson } from '../../approvals/plan';
import type { Intent, Intents } from '../../src/ports';
import { frozenCopy } from './frozen-copy';

/** The intents of one installation: one open at a time on each target, and none of an older run. */
export function memoryIntents(): Intents {
  const open = new Map<string, { text: string; intent: Intent }>();
  const tokens = new Map<string, number>();

  async function release(intent: Intent): Promise<boolean> {
    if (open.get(intent.target)?.text !== canonicalJson(intent)) return false;
    return open.delete(intent.target);
  }

  return {
    async nextToken(target) {
      const next = (tokens.get(target) ?? 0) + 1;
      tokens.set(target, next);
      return next;
    },

    async open(intent) {
      const text = canonicalJson(intent);
      const there = open.get(intent.target);
      if (there?.text === text) return { opened: true };
      if (there !== undefined) return { opened: false, by: there.intent };
      const newest = tokens.get(intent.target) ?? 0;
      if (intent.token < newest) return { opened: false, by: undefined, newest };
      tokens.set(intent.target, intent.token);
      open.set(intent.target, { text, intent: frozenCopy(intent) });
      return { opened: true };
    },

    async close(intent) {
      await release(intent);
    },

    find: async (target) => open.get(target)?.intent,
    release,
  };
}
