import type { Lane } from './lane';
import type { Caps } from './options';

/** Close sessions and end processes that nobody uses. Returns the function that stops it. */
export function keepHouse(lanes: () => readonly Lane[], caps: Caps): () => void {
  const timer = setInterval(
    () => {
      for (const lane of lanes()) {
        tidy(lane, caps).catch(() => {
          // The next call finds the process dead, says so and starts another.
        });
      }
    },
    Math.max(50, Math.min(caps.sessionIdleMs, caps.processIdleMs) / 4),
  );
  timer.unref();
  return () => clearInterval(timer);
}

async function tidy(lane: Lane, caps: Caps): Promise<void> {
  if (!lane.identity || !lane.isFree || lane.isPromised) return;
  if (performance.now() - lane.lastUsed > caps.processIdleMs) {
    // A call that comes meanwhile starts another process.
    await lane.end('unused');
    return;
  }
  const leave = await lane.turnstile.enter(0, undefined);
  if (!leave) return;
  try {
    const close = lane.takeIdle(caps.sessionIdleMs, new Set());
    if (close.length === 0) return;
    const engine = await lane.process();
    const request = { deadlineMs: 1000, maxObjects: 0, close, targets: [] };
    await engine.ask(request, { timeoutMs: 10_000, signal: undefined });
  } finally {
    leave();
  }
}
