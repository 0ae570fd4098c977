import { randomBytes } from 'node:crypto';
import type { Form } from '../../message';

const lifeMs = 30 * 60_000;
const limit = 500;

export interface KeptForm {
  form: Form;
  /** Slack user id of the one it is for. */
  person: string;
}

/** Forms that wait for the press which opens them: only a click gives the right to open a modal. */
export interface KeptForms {
  /** Returns its id. */
  keep(form: Form, person: string): string;
  /** Undefined when its time is over, or it was for somebody else. */
  find(id: string, person: string): Form | undefined;
}

export function createKeptForms(now: () => number): KeptForms {
  const kept = new Map<string, KeptForm & { until: number }>();
  return {
    keep(form, person) {
      const id = randomBytes(12).toString('hex');
      kept.set(id, { form, person, until: now() + lifeMs });
      const [oldest] = kept.keys();
      if (kept.size > limit && oldest !== undefined) kept.delete(oldest);
      return id;
    },
    find(id, person) {
      const entry = kept.get(id);
      if (entry === undefined || entry.person !== person || entry.until < now()) return undefined;
      return entry.form;
    },
  };
}
