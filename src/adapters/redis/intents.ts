import type { Redis } from 'ioredis';
import { canonicalJson } from '../../../approvals/plan';
import type { Intent, Intents } from '../../ports/intents';
import type { Keys } from './keys';
import { reach } from './reach';
import { runScript } from './scripts';

/** The steps that are under way, one for each machine, and the fences of requests whose runs are over. */
export function createIntents(redis: Redis, keys: Keys): Intents {
  /** Compared as text, which canonical JSON makes safe. */
  async function release(intent: Intent): Promise<boolean> {
    const dropped = await reach(redis, () =>
      runScript(redis, 'dropIfSame', [keys.intent(intent.target)], [canonicalJson(intent)]),
    );
    return dropped === 1;
  }

  return {
    async fence(request, below) {
      return Number(
        await reach(redis, () => runScript(redis, 'raiseFence', [keys.runs(request)], [below])),
      );
    },

    async open(intent) {
      const { target, request } = intent;
      const [outcome, detail = ''] = (await reach(redis, () =>
        runScript(
          redis,
          'openIntent',
          [keys.intent(target), keys.runs(request)],
          argumentsOf(intent),
        ),
      )) as [string, string?];
      if (outcome === 'opened') return { opened: true };
      if (outcome === 'taken') return { opened: false, by: readIntent(target, detail) };
      return { opened: false, by: undefined, fence: Number(detail) };
    },

    async close(intent) {
      await release(intent);
    },

    async find(target) {
      const found = await reach(redis, () => redis.get(keys.intent(target)));
      return found === null ? undefined : readIntent(target, found);
    },

    release,

    async withdraw(intent) {
      const touched = [keys.intent(intent.target), keys.runs(intent.request)];
      await reach(redis, () => runScript(redis, 'withdrawIntent', touched, argumentsOf(intent)));
    },
  };
}

/** As the scripts take an intent that is opened or given back. */
export function argumentsOf(intent: Intent): (string | number)[] {
  return [intent.run, canonicalJson(intent), intent.step];
}

function readIntent(target: string, text: string): Intent {
  try {
    return JSON.parse(text) as Intent;
  } catch {
    throw new Error(
      `The intent of ${target} cannot be read. No step runs there until it is removed.`,
    );
  }
}
