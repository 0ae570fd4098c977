import { setTimeout as wait } from 'node:timers/promises';
import type { Arrival } from './read-events';

/** Slack shows an error after 3 s without an acknowledgement. */
const holdMs = 1500;

export type AckModal = (response?: { response_action: 'update'; view: object }) => Promise<void>;

/**
 * Hand over a sent form, holding its acknowledgement back for a moment: only with it can the same modal show what was
 * wrong. Anything else that is said, the end of the handler, or the end of the moment lets the modal close.
 */
export async function takeSubmission(
  { event, means }: Arrival,
  ack: AckModal,
  take: (arrival: Arrival) => Promise<void>,
): Promise<void> {
  let settle: (view: object | undefined) => void = () => {};
  const decided = new Promise<object | undefined>((resolve) => {
    settle = resolve;
  });
  let isOpen = true;
  const close = (view?: object) => {
    const wasOpen = isOpen;
    isOpen = false;
    settle(view);
    return wasOpen;
  };
  const done = take({
    event,
    means: { ...means, replaceModal: close, release: () => void close() },
  });
  const late = new AbortController();
  void wait(holdMs, undefined, { signal: late.signal })
    .catch(() => undefined)
    .then(() => close());
  void done.then(() => close());
  const view = await decided;
  late.abort();
  await ack(...(view === undefined ? [] : [{ response_action: 'update' as const, view }]));
  await done;
}
