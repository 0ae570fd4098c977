import type { PsValue } from '../../ports/shells';
import { AnswerReader } from './answer-reader';
import type { BoundaryShell } from './boundary-shell';
import { readClixmlInTurns } from './clixml/read';
import { writeClixml } from './clixml/write';
import { EngineError } from './engine-error';
import { listRequest, type Request } from './request';
import { unpackAnswer } from './unpack';

export interface Limits {
  timeoutMs: number;
  signal: AbortSignal | undefined;
}

/** Its last words may still be in the pipe when a process has exited already. */
const LAST_WORDS_MS = 300;

/** Requests and answers of one process. It decides when there is no answer; ending the process is the engine's. */
export class Conversation {
  readonly #shell: BoundaryShell;
  readonly #answers: AnswerReader;
  readonly #nonce: string;
  readonly #maxBytes: number;
  #asked = 0;
  /** Set once the process has ended, with the system's code when it never began. */
  #over: { code: string | undefined } | undefined;
  /** Told then. One place, and no chain of promises that would grow with each call. */
  #whenOver: () => void = () => {};
  #complaints = '';

  /**
   * `served` settles when the process has ended. `nonce` is random, so that no output can look like an answer; it
   * is counted up, so that none looks like another.
   */
  constructor(shell: BoundaryShell, served: Promise<void>, nonce: string, maxBytes: number) {
    this.#shell = shell;
    this.#nonce = nonce;
    this.#maxBytes = maxBytes;
    this.#answers = new AnswerReader(shell.streams.stdout, maxBytes);
    shell.streams.stderr.on('data', (chunk: string | Buffer) => {
      this.#complaints = (this.#complaints + String(chunk)).slice(-500);
    });
    const end = (code: string | undefined) => {
      this.#over = { code };
      this.#whenOver();
    };
    served.then(
      () => end(undefined),
      (problem: { originalError?: NodeJS.ErrnoException }) => end(problem.originalError?.code),
    );
  }

  /** What a process says of itself once it can be asked. Throws EngineError 'start' when there is no such program. */
  async greeting(limits: Limits): Promise<PsValue> {
    return this.#read(await this.#firstOf(this.#answers.expect(this.#nonce), limits));
  }

  /** Throws EngineError when there is no answer. */
  async ask(request: Request, limits: Limits): Promise<PsValue> {
    const nonce = `${this.#nonce}.${(this.#asked++).toString(36)}`;
    const clixml = writeClixml(listRequest(request, this.#maxBytes));
    const found = this.#answers.expect(nonce);
    this.#shell.streams.stdin.write(`${nonce} ${Buffer.from(clixml, 'utf8').toString('base64')}\n`);
    return this.#read(await this.#firstOf(found, limits));
  }

  async #read(line: string | undefined): Promise<PsValue> {
    if (line === undefined) {
      throw new EngineError('overflow', `PowerShell printed more than ${this.#maxBytes} bytes.`);
    }
    try {
      const [answer = null] = await readClixmlInTurns(unpackAnswer(line, this.#maxBytes));
      // A text is what the boundary function says when it fails itself.
      if (typeof answer === 'string') throw new Error(answer);
      return answer;
    } catch (problem) {
      const why = (problem as Error).message;
      throw new EngineError('died', `The answer could not be read: ${why}`);
    }
  }

  /** The answer's line, or the reason why there will be none. */
  #firstOf(
    found: Promise<string | undefined>,
    { timeoutMs, signal }: Limits,
  ): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      let lastWords: NodeJS.Timeout | undefined;
      const end = (problem?: EngineError, line?: string) => {
        this.#whenOver = () => {};
        clearTimeout(late);
        clearTimeout(lastWords);
        signal?.removeEventListener('abort', abort);
        if (problem) reject(problem);
        else resolve(line);
      };
      const abort = () =>
        end(new EngineError('aborted', 'It was cancelled while PowerShell worked on it.'));
      const late = setTimeout(() => {
        const why = `PowerShell gave no answer in ${timeoutMs} ms and was ended.`;
        end(new EngineError('timeout', why));
      }, timeoutMs);
      signal?.addEventListener('abort', abort, { once: true });
      if (signal?.aborted) abort();
      found.then((line) => end(undefined, line), reject);
      this.#whenOver = () => {
        const code = this.#over?.code;
        if (code !== undefined) end(new EngineError('start', code));
        else lastWords = setTimeout(() => end(this.#death()), LAST_WORDS_MS);
      };
      if (this.#over) this.#whenOver();
    });
  }

  #death(): EngineError {
    const said = `${this.#answers.noise} ${this.#complaints}`.trim();
    return new EngineError('died', 'The PowerShell process ended without an answer.', said);
  }
}
