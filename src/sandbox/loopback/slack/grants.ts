import { randomBytes } from 'node:crypto';
import type { Member } from '../loopback-chat';
import type { SlackLimits } from './limits';

/** What comes with a click, a command or a sent view. */
export interface Grant {
  trigger: string;
  /** The last part of its response address. */
  response: string;
  member: Member;
  channel: string;
  thread?: string;
}

export interface Grants {
  grant(member: Member, channel: string, thread?: string): Grant;
  /** It did not reach the bot before now. */
  renew(grant: Grant): void;
  /** A string is Slack's refusal. */
  useTrigger(trigger: string): Grant | string;
  useResponse(response: string): Grant | string;
}

/** A trigger opens one modal and soon expires; a response address takes a few answers for longer (`limits`). */
export function createGrants(limits: SlackLimits): Grants {
  const all: (Grant & { bornAt: number; opened: boolean; responsesLeft: number })[] = [];
  return {
    grant(member, channel, thread) {
      const given = {
        trigger: `${Date.now()}.${randomBytes(4).readUInt32BE()}.${randomBytes(16).toString('hex')}`,
        response: randomBytes(16).toString('hex'),
        member,
        channel,
        ...(thread === undefined ? {} : { thread }),
        bornAt: Date.now(),
        opened: false,
        responsesLeft: limits.responses,
      };
      all.push(given);
      while (all[0] !== undefined && Date.now() - all[0].bornAt > limits.responseMs) all.shift();
      return given;
    },
    renew(grant) {
      const given = all.find(({ trigger }) => trigger === grant.trigger);
      if (given !== undefined) given.bornAt = Date.now();
    },
    useTrigger(trigger) {
      const given = all.find((each) => each.trigger === trigger);
      if (given === undefined) return 'invalid_trigger_id';
      if (given.opened) return 'exchanged_trigger_id';
      if (Date.now() - given.bornAt > limits.triggerMs) return 'expired_trigger_id';
      given.opened = true;
      return given;
    },
    useResponse(response) {
      const given = all.find((each) => each.response === response);
      if (given === undefined || Date.now() - given.bornAt > limits.responseMs)
        return 'expired_url';
      if (given.responsesLeft === 0) return 'used_url';
      given.responsesLeft -= 1;
      return given;
    },
  };
}
