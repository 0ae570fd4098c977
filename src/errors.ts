import { type Sayable, type Said, toSaid } from './said';

/**
 * The person can fix it: `message` says what is wrong, where, and what to do next, in one or two sentences, and may be
 * said anywhere. `words` is the whole of it where that had to leave something out.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly words: string | undefined;
  /** Lines that the person may have meant, offered as buttons. */
  readonly suggestions: string[];
  constructor(message: Sayable, suggestions: string[] = []) {
    const { sentence, words } = toSaid(message);
    super(sentence);
    this.words = words;
    this.suggestions = suggestions;
  }
}

/** A rule is not met: refused, and audited by that rule. */
export class RefusedError extends UserError {
  readonly rule: string;
  /** What was asked, once it is known to hold no secret. */
  readonly line: string | undefined;
  constructor(rule: string, sentence: string, line?: string) {
    super(sentence);
    this.rule = rule;
    this.line = line;
  }
}

/** A cmdlet failed, or a gateway could not be read. `words` is the gateway's own part of it, where it said anything. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly words: string | undefined;
  readonly target: string;
  readonly cmdlet: string | undefined;
  /** FullyQualifiedErrorId where PowerShell gave one, else the outcome ('timeout', 'unreachable', 'died'). */
  readonly errorId: string;
  constructor(
    message: Sayable,
    at: { target: string; cmdlet?: string | undefined; errorId: string },
    options?: ErrorOptions,
  ) {
    const { sentence, words } = toSaid(message);
    super(sentence, options);
    this.words = words;
    this.target = at.target;
    this.cmdlet = at.cmdlet;
    this.errorId = at.errorId;
  }
}

/** What a person may be told of it, in either form. */
export function saidOf({ message, words }: UserError | GatewayError): Said {
  return { sentence: message, words };
}

/** The bot is not (any more) in the channel where it should post. `message` says so, and what to do. */
export class NotThereError extends Error {
  override readonly name = 'NotThereError';
}

/** Redis (or another part the bot stands on) does not answer: nothing was lost, try again. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}

/** Nobody would read that gateway now: whoever asked is told at once, instead of waiting. */
export function notServed(gateway: string): UnavailableError {
  return new UnavailableError(
    `No worker serves ${gateway} now. Start one that is configured for it.`,
  );
}

/** The audit log is broken: nothing may be written over that, until a person has sealed it. */
export class AuditBrokenError extends Error {
  override readonly name = 'AuditBrokenError';
}

/** A request's record can't be used here: `message` says why, and what to do next. Nothing of it is changed. */
export class RecordError extends Error {
  readonly request: string;
  constructor(message: string, request: string) {
    super(message);
    this.request = request;
  }
}
