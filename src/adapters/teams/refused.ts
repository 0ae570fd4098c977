/** Teams answered no, and asking again would not help. */
export class ConnectorRefusedError extends Error {
  override readonly name = 'ConnectorRefusedError';
  readonly status: number;
  /** Teams' own word for it, such as BotNotInConversationRoster. */
  readonly code: string;
  constructor(status: number, code: string, what: string) {
    super(`Teams refused ${what} (${status} ${code}).`);
    this.status = status;
    this.code = code;
  }
}

export function isRefused(error: unknown, ...statuses: number[]): boolean {
  return error instanceof ConnectorRefusedError && statuses.includes(error.status);
}
