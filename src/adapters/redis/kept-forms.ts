import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Form } from '../../message';
import type { Account, KeptForms } from '../../ports/chat';
import { keysUnder } from './keys';
import { reach } from './reach';

const lifeMs = 30 * 60_000;

/** A form holds no secret: those fields are never prefilled. */
export function createKeptForms(redis: Redis, prefix: string): KeptForms {
  const keys = keysUnder(prefix);
  return {
    async keep(form, to) {
      const id = randomBytes(12).toString('hex');
      const kept = JSON.stringify({ form, to });
      await reach(redis, () => redis.set(keys.form(id), kept, 'PX', lifeMs));
      return id;
    },
    async find(id, from) {
      const kept = await reach(redis, () => redis.get(keys.form(id)));
      if (kept === null) return undefined;
      const { form, to } = JSON.parse(kept) as { form: Form; to: Account };
      return to.chat === from.chat && to.id === from.id ? form : undefined;
    },
  };
}
