/**
 * A PowerShell process that gave no answer. `start`: it never ran. `died`: it ended or spoke nonsense.
 * `timeout`, `aborted`, `overflow`: it was killed for that reason. After any but `start` the call may have acted.
 */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly kind: 'start' | 'died' | 'timeout' | 'aborted' | 'overflow';
  /** The last that the process printed, which may be anything; not part of the message. */
  readonly said: string;
  constructor(kind: EngineError['kind'], message: string, said = '') {
    super(message);
    this.kind = kind;
    this.said = said;
  }
}
