import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { SlackLimits } from './limits';

/** One request of Slack's to the bot. */
export interface Parcel {
  kind: 'form' | 'json';
  body: string;
  /** Only these come again. */
  isEvent: boolean;
  /** Its time begins when it first reaches the bot. */
  onReached?: () => void;
}

export type Acknowledged = { acknowledged: true; body: string } | { acknowledged: false };

export interface Deliveries {
  send(parcel: Parcel): Promise<Acknowledged>;
  repeatNext(): void;
  isHere(): boolean;
  /** Work that `settled` waits for. */
  track(work: Promise<unknown>): void;
  settled(): Promise<void>;
  close(): Promise<void>;
}

const watchMs = 250;

/**
 * Signs what is sent, as docs.slack.dev/authentication/verifying-requests-from-slack has it, and waits for the
 * acknowledgement. Until the bot answers, its address is asked as Slack does when it is entered.
 */
export function createDeliveries(
  eventsUrl: () => string | undefined,
  signingSecret: string,
  limits: SlackLimits,
): Deliveries {
  const stopping = new AbortController();
  const running = new Set<Promise<unknown>>();
  let here = false;
  let twice = false;

  async function attempt(parcel: Parcel, retry?: number): Promise<Acknowledged> {
    const url = eventsUrl();
    if (url === undefined) {
      here = false;
      return { acknowledged: false };
    }
    const timestamp = String(Math.floor(Date.now() / 1000));
    const mac = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${parcel.body}`);
    const type = parcel.kind === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
    const again = { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' };
    const headers = {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${mac.digest('hex')}`,
      ...(retry === undefined ? {} : again),
    };
    try {
      const { status, body } = await post(url, headers, parcel.body, limits.ackMs);
      here = true;
      return status === 200 ? { acknowledged: true, body } : { acknowledged: false };
    } catch {
      here = false;
      return { acknowledged: false };
    }
  }

  async function send(parcel: Parcel): Promise<Acknowledged> {
    await untilHere(limits.holdMs);
    parcel.onReached?.();
    const copies = twice;
    twice = false;
    let answer = await attempt(parcel);
    if (copies) await attempt(parcel, parcel.isEvent ? 1 : undefined);
    for (const [index, pause] of (parcel.isEvent ? limits.retryMs : []).entries()) {
      if (answer.acknowledged || stopping.signal.aborted) break;
      await wait(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (!stopping.signal.aborted) answer = await attempt(parcel, index + 1);
    }
    return answer;
  }

  async function untilHere(withinMs: number): Promise<void> {
    const end = Date.now() + withinMs;
    while (!here && Date.now() < end && !stopping.signal.aborted) await wait(50);
  }

  async function watch(): Promise<void> {
    const body = JSON.stringify({ type: 'url_verification', token: '', challenge: 'c0ffee' });
    while (!stopping.signal.aborted) {
      if (!here) await attempt({ kind: 'json', body, isEvent: false });
      await wait(watchMs, undefined, { signal: stopping.signal, ref: false }).catch(
        () => undefined,
      );
    }
  }
  const watching = watch();

  return {
    send,
    repeatNext: () => void (twice = true),
    isHere: () => here,
    track(work) {
      const run = work.catch(() => undefined);
      running.add(run);
      void run.finally(() => running.delete(run));
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
    async close() {
      stopping.abort();
      await Promise.all([watching, ...running]);
    },
  };
}

/** Rejects when nothing came back in time. One connection each: none is left open to a bot that goes away. */
function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  timeoutMs: number,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      { method: 'POST', headers, agent: false, signal: AbortSignal.timeout(timeoutMs) },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
