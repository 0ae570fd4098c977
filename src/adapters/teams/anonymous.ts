import type { IncomingMessage } from 'node:http';
import type { Activity } from './activity';
import type { Refusal } from './refusal';

/*
 * Without an app id nobody vouches for a request, so only this machine may send one. For Microsoft's Agents
 * Playground and the like.
 */

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]', '::1', '::ffff:127.0.0.1']);

/** Undefined: it comes from a program on this machine and points nowhere else. Every refusal is a 403. */
export function refuseFromOutside(
  { socket, headers }: IncomingMessage,
  activity: Activity,
): Refusal | undefined {
  const refused = (why: string): Refusal => ({ status: 403, why });
  if (!isLoopback(socket.localAddress) || !isLoopback(socket.remoteAddress)) {
    return refused('the anonymous mode listens to this machine only');
  }
  // A tunnel or proxy ends on this machine, but what it brings comes from elsewhere.
  if (headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined) {
    return refused('the anonymous mode takes nothing that was forwarded');
  }
  if (!isLoopbackUrl(`http://${headers.host ?? ''}`)) {
    return refused('the anonymous mode is called by a loopback name');
  }
  // The bot calls back there: nobody may point it elsewhere.
  if (!isLoopbackUrl(activity.serviceUrl)) {
    return refused('the anonymous mode speaks with this machine only');
  }
  return undefined;
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && loopbackNames.has(address);
}

/** An address of this machine, by its loopback names alone. */
export function isLoopbackUrl(url: string): boolean {
  return URL.canParse(url) && isLoopback(new URL(url).hostname);
}
