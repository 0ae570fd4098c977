import type { TakenEvents } from '../../src/ports/chat';

/** Which events were taken, without forgetting. */
export function memoryTakenEvents(): TakenEvents {
  const taken = new Set<string>();
  return {
    async take({ id, from }) {
      const mark = `${from.chat} ${id}`;
      if (taken.has(mark)) return false;
      taken.add(mark);
      return true;
    },
  };
}
