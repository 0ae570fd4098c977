import type { Form } from '../../src/message';
import type { Account, KeptForms } from '../../src/ports/chat';

/** Kept forms of one process, without their end of life. It passes the contract of the real ones. */
export function memoryForms(): KeptForms {
  const kept = new Map<string, { form: Form; to: Account }>();
  return {
    async keep(form, to) {
      const id = `form-${kept.size + 1}`;
      kept.set(id, { form: structuredClone(form), to });
      return id;
    },
    async find(id, { chat, id: who }) {
      const found = kept.get(id);
      return found?.to.chat === chat && found.to.id === who ? found.form : undefined;
    },
  };
}
