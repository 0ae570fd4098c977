import type { SentLog } from '../sent-log';
import type { Signer } from './signing';
import type { LoopbackChannel, Member } from '../loopback-chat';

/** Teams' own figures; a test that can't wait takes smaller ones. */
export interface TeamsLimits {
  /** The client of a person gives up on one call of the bot after so long. */
  invokeMs: number;
  /** The platform stops to deliver an event after so long. */
  giveUpMs: number;
  activityBytes: number;
  /** 7 a second, 8 in two, 60 in thirty, for each thread. */
  rate: boolean;
  /** A cloud without targeted messages answers them with this. */
  targetedRefused?: number;
}

export const teamsLimits: TeamsLimits = {
  invokeMs: 15_000,
  giveUpMs: 30_000,
  activityBytes: 100 * 1024,
  rate: true,
};

export interface LoopbackTeamsOptions {
  members: readonly Member[];
  channels: readonly LoopbackChannel[];
  sent: SentLog;
  /** Where the bot takes activities; undefined while it is away. */
  messagesUrl: () => string | undefined;
  appId: string;
  tenantId: string;
  password: string;
  /** 0 is any free one. Only 127.0.0.1 is listened on. */
  port?: number;
  limits?: Partial<TeamsLimits>;
  /** The first one signs, all are published. One is made when there is none, which takes a while. */
  signers?: readonly Signer[];
}
