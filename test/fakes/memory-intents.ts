import { canonicalJson } from '../../approvals/plan';
import type { Intent, Intents } from '../../src/ports';
import { frozenCopy } from './frozen-copy';

/** The intents of one installation: one open at a time on each target, and none of a run that is over. */
export function memoryIntents(): Intents & {
  /** The newest run of a request that opened one. */
  begun(request: string): number;
} {
  const open = new Map<string, { text: string; intent: Intent }>();
  const fences = new Map<string, number>();
  const begun = new Map<string, number>();

  async function release(intent: Intent): Promise<boolean> {
    if (open.get(intent.target)?.text !== canonicalJson(intent)) return false;
    return open.delete(intent.target);
  }

  return {
    async fence(request, below) {
      fences.set(request, Math.max(below, fences.get(request) ?? 0));
      return begun.get(request) ?? 0;
    },

    async open(intent) {
      const text = canonicalJson(intent);
      const there = open.get(intent.target);
      if (there?.text === text) return { opened: true };
      const fence = fences.get(intent.request) ?? 0;
      if (intent.run < fence) return { opened: false, by: undefined, fence };
      if (there !== undefined) return { opened: false, by: there.intent };
      begun.set(intent.request, Math.max(intent.run, begun.get(intent.request) ?? 0));
      open.set(intent.target, { text, intent: frozenCopy(intent) });
      return { opened: true };
    },

    async close(intent) {
      await release(intent);
    },

    find: async (target) => open.get(target)?.intent,
    release,
    begun: (request) => begun.get(request) ?? 0,
  };
}
