import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Place } from '../../ports/chat';

/** The place that a form was asked for in, as its card carries it. */
export interface FormPlaces {
  seal(place: Place, person: string): string;
  /** Undefined unless the bot itself wrote it for this very person. */
  open(sealed: unknown, person: string): Place | undefined;
}

/**
 * A form that goes to a person's own chat is sent from there, and must count where it was asked for. What a card brings
 * back anybody can have written, so it is under the bot's own secret; without one, under this process's.
 */
export function createFormPlaces(secret: string): FormPlaces {
  const key =
    secret === '' ? randomBytes(32) : createHmac('sha256', secret).update('place').digest();
  const macOf = (named: string, person: string) =>
    createHmac('sha256', key).update(`${person}\n${named}`).digest();
  return {
    seal({ channel, thread = '' }, person) {
      const named = `${channel}\n${thread}`;
      return `${macOf(named, person).toString('hex')}\n${named}`;
    },
    open(sealed, person) {
      if (typeof sealed !== 'string') return undefined;
      const [mac = '', channel = '', thread = ''] = sealed.split('\n');
      const [given, wanted] = [Buffer.from(mac, 'hex'), macOf(`${channel}\n${thread}`, person)];
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
      return { chat: 'teams', channel, ...(thread === '' ? {} : { thread }) };
    },
  };
}
