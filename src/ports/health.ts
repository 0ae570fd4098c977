import type { Message } from '../message';
import type { ChatName } from './chat';

/* What watching needs to remember, and the port that remembers it. Its real adapter is adapters/redis. */

/** `unknown` is a reading that failed or that we don't understand; it is never taken for `healthy`. */
export type Health = 'healthy' | 'degraded' | 'down' | 'unknown';

/** How one thing stands, in a sentence, as one probe found it. */
export interface Verdict {
  /** `tunnel contoso-branch`, `peer Contoso/contoso-branch-peer`, `tenant contoso`, `gateway gw1`. */
  key: string;
  kind: 'gateway' | 'tenant' | 'tunnel' | 'peer';
  name: string;
  /** Our name for whose it is. Absent for a gateway, and in a routing domain that the inventory does not know. */
  tenant?: string;
  /** Where it is: a name of a peer is unique there only. */
  domain?: string;
  health: Health;
  sentence: string;
  /** The whole of it, where the gateway's own words, or other tenants, were left out. */
  words?: string;
  /** Down on purpose, or waiting to be dialled: no outage. */
  resting?: true;
  /** The key of what it is down, or unknown, because of. */
  because?: string;
  /** The key of the tunnel that it goes through. */
  via?: string;
  /** It only sums up what others say. */
  sum?: true;
  /** A tenant whose routing domain is not on its gateway: nothing of it can be well or ill there. */
  absent?: true;
  /** It was there, is not any more, and no change of ours explains it. */
  gone?: true;
}

/** What is remembered of one verdict from probe to probe. Times are on the bot's own clock. */
export interface Track {
  /** The newest one that was read. */
  verdict: Verdict;
  seen: 'well' | 'ill' | 'excused';
  since: number;
  /** The same on the machine's clock: patience is about real time, which moving the bot's clock does not make pass. */
  sinceProbe: number;
  /** It was ill when it was first looked at. */
  fromTheStart?: true;
  /** The last probe that found it there. */
  metAt: number;
  /** When it fell ill lately. */
  falls: number[];
  told?: Told;
  /** The change of the bot's own by which it is down on purpose. */
  meant?: string;
}

/** What people were told of, and have not been told the end of. */
export interface Told {
  as: 'ill' | 'flapping';
  since: number;
  falls: number;
  /** The keys of what was down with it. */
  along: string[];
}

export interface WatchState {
  /** When it was last probed. */
  at: number;
  /** The same on the machine's own clock, which nobody moves: it tells how old a reading really is. */
  probedAt: number;
  verdicts: Verdict[];
  tracks: Record<string, Track>;
}

/** An outage that people were told of, and its end. */
export interface Episode {
  subject: Verdict;
  /** It could not be read, whatever it was like. */
  blind: boolean;
  since: number;
  until: number;
  falls: number;
  /** left: it is not on the gateway any more. */
  end: 'recovered' | 'left';
}

/** A message on its way to one channel of one chat. */
export interface Notice {
  /** The same for every attempt to post it. */
  id: string;
  /** When it was written, on the bot's own clock. */
  at: number;
  message: Message;
}

/** A channel under its name, with the chats that have it. */
export interface Mailbox {
  channel: string;
  chats: readonly ChatName[];
}

export type Posting = Notice & { to: Mailbox };

export interface Watched {
  version: number;
  /** Undefined before the first probe. */
  state: WatchState | undefined;
}

export interface DigestDue {
  channel: string;
  /** When it is or was due. */
  at: number;
  /** When the one before was posted; undefined for the first. */
  last: number | undefined;
}

export interface HealthStore {
  /** Be the one who probes a gateway, for so long. True for whoever holds it, again and again. */
  lead(gateway: string, worker: string, forMs: number): Promise<boolean>;
  resign(gateway: string, worker: string): Promise<void>;
  watched(gateway: string): Promise<Watched>;
  /**
   * Write a gateway's state, and the notices and episodes that follow from it, in one atomic step, if it is still
   * of that version. False when somebody else was first; nothing is written then.
   */
  record(
    gateway: string,
    from: number,
    next: WatchState,
    told: { postings: Posting[]; ended: Episode[] },
  ): Promise<boolean>;
  /** The gateways that people were told no worker reads, each with since when. */
  unwatched(): Promise<Record<string, number>>;
  /**
   * Note that, or its end with `undefined`, and post what people are told, in one atomic step. False when it was noted
   * already; nothing is posted then.
   */
  noteUnwatched(gateway: string, since: number | undefined, postings: Posting[]): Promise<boolean>;
  /** Post something once a day, by whoever is first. False when it was told already. */
  tellOnce(mark: string, postings: Posting[]): Promise<boolean>;
  /** The newest of a gateway's episodes, oldest first; older ones are forgotten. */
  episodes(gateway: string): Promise<Episode[]>;
  /**
   * Say when each channel's digest comes next. A channel whose `rule` is as before keeps its time, unless that is later
   * than the next one: the clock had jumped ahead and is back. One that is not named any more has none.
   * @param how `mend` only puts right what a jump of the clock left behind
   */
  schedule(
    channels: { channel: string; rule: string; next: number }[],
    how: 'set' | 'mend',
  ): Promise<void>;
  digestsDue(now: number): Promise<DigestDue[]>;
  /**
   * Post a digest in place of those that wait for a chat still, and set the next time, in one atomic step. False when
   * somebody else has posted that one.
   */
  postDigest(
    due: DigestDue,
    when: { now: number; next: number },
    posting: Posting,
  ): Promise<boolean>;
  /** When a channel's newest digest was posted. */
  lastDigest(channel: string): Promise<number | undefined>;
  /** The oldest notices that were not posted yet, at most so many, oldest first. */
  firstNotices(chat: ChatName, channel: string, most: number): Promise<Notice[]>;
  /** Take one of them away, and the mark of the channel with the last one; harmless when it is gone. */
  noticePosted(chat: ChatName, channel: string, id: string): Promise<void>;
}
