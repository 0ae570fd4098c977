import { canonicalJson } from '../../approvals/plan';
import type { Intent, IntentAnswer, Intents } from '../../src/ports/intents';
import { frozenCopy } from './frozen-copy';

export interface MemoryIntents extends Intents {
  /** The newest run of a request that opened one. */
  begun(request: string): number;
  /** What `find` finds, at once. */
  openOn(target: string): Intent | undefined;
  /** What `open` and `release` do, in the moment of a write of the store. */
  take(intent: Intent): IntentAnswer;
  drop(intent: Intent): boolean;
}

/** The intents of one installation: one open at a time on each target, and none of a run that is over. */
export function memoryIntents(): MemoryIntents {
  const open = new Map<string, { text: string; intent: Intent }>();
  const fences = new Map<string, number>();
  const runs = new Map<string, { begun: number; first: number; before: number }>();
  const begunOf = (request: string) => runs.get(request)?.begun ?? 0;

  function drop(intent: Intent): boolean {
    if (open.get(intent.target)?.text !== canonicalJson(intent)) return false;
    return open.delete(intent.target);
  }

  function take(intent: Intent): IntentAnswer {
    const { target, request, run, step } = intent;
    const text = canonicalJson(intent);
    const there = open.get(target);
    if (there?.text === text) return { opened: true };
    const fence = fences.get(request) ?? 0;
    if (run < fence) return { opened: false, by: undefined, fence };
    if (there !== undefined) return { opened: false, by: there.intent };
    const before = begunOf(request);
    if (run > before) runs.set(request, { begun: run, first: step, before });
    open.set(target, { text, intent: frozenCopy(intent) });
    return { opened: true };
  }

  return {
    async fence(request, below) {
      fences.set(request, Math.max(below, fences.get(request) ?? 0));
      return begunOf(request);
    },

    open: async (intent) => take(intent),

    async close(intent) {
      drop(intent);
    },

    find: async (target) => open.get(target)?.intent,
    release: async (intent) => drop(intent),

    async withdraw(intent) {
      const { request, run, step } = intent;
      const known = runs.get(request);
      if (!drop(intent) || known?.begun !== run || known.first !== step) return;
      runs.set(request, { ...known, begun: known.before });
    },

    begun: begunOf,
    openOn: (target) => open.get(target)?.intent,
    take,
    drop,
  };
}
