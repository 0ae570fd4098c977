/** The person can fix it: `message` says what is wrong, where, and what to do next, in one or two sentences. */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** Lines that the person may have meant, offered as buttons. */
  readonly suggestions: string[];
  constructor(message: string, suggestions: string[] = []) {
    super(message);
    this.suggestions = suggestions;
  }
}

/** A rule of change control is not met: refused, and audited by that rule. */
export class RefusedError extends UserError {
  readonly rule: string;
  constructor(rule: string, sentence: string) {
    super(sentence);
    this.rule = rule;
  }
}

/** A cmdlet failed, or a gateway could not be read. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly target: string;
  readonly cmdlet: string | undefined;
  /** FullyQualifiedErrorId where PowerShell gave one, else the outcome ('timeout', 'unreachable', 'died'). */
  readonly errorId: string;
  constructor(
    message: string,
    at: { target: string; cmdlet?: string | undefined; errorId: string },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.target = at.target;
    this.cmdlet = at.cmdlet;
    this.errorId = at.errorId;
  }
}

/** Redis (or another part the bot stands on) does not answer: nothing was lost, try again. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
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
