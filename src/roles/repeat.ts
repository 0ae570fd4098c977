import type { Log } from '../ports/log';

/** Do something again and again, one at a time, with a pause between; a failure is logged and does not end it. */
export function repeat(
  everyMs: number,
  work: () => Promise<void>,
  log: Log,
): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const round = async () => {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error }, 'a regular task failed; it is tried again');
    }
    if (!stopped) timer = setTimeout(begin, everyMs);
  };
  const begin = () => {
    running = round();
  };
  begin();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
