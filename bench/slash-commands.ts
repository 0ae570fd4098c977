import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SignedRequest, sign } from '../test/adapters/slack/signed-request';

/** One command, and when it was acknowledged. */
export interface Acknowledgement {
  /** Since the first one was sent, in milliseconds. */
  at: number;
  ms: number;
}

/**
 * Send signed slash commands at a steady rate, whatever becomes of those before.
 * @param bodyOf the body of each, by its number
 * @throws when one is not acknowledged
 */
export async function sendCommands(
  url: string,
  secret: string,
  bodyOf: (number: number) => string,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<Acknowledgement[]> {
  // A kept connection may be closed by the other side just when it is used again.
  const agent = new Agent({ keepAlive: false });
  const from = performance.now();
  const all: Promise<Acknowledgement>[] = [];
  for (let number = 0; number < perSecond * seconds; number++) {
    const due = from + (number * 1_000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    const signed = sign(bodyOf(number), secret, 'application/x-www-form-urlencoded');
    const sending = sendOne(agent, url, signed, from);
    sending.catch(() => undefined);
    all.push(sending);
  }
  return Promise.all(all);
}

async function sendOne(
  agent: Agent,
  url: string,
  { headers, body }: SignedRequest,
  from: number,
): Promise<Acknowledgement> {
  const sent = performance.now();
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const call = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    });
    call.once('error', reject).end(body);
  });
  if (status !== 200) throw new Error(`A command was answered with ${status}.`);
  return { at: sent - from, ms: performance.now() - sent };
}
