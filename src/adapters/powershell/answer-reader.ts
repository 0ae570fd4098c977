import type { Readable } from 'node:stream';

/**
 * Finds the marked line of an answer in a process's standard output, whatever else is printed there. Read here
 * and not from the library's result, which copies everything again with each chunk.
 */
export class AnswerReader {
  #nonce = '';
  #chunks: string[] = [];
  #length = 0;
  #tail = '';
  #settle: { found(line: string): void; tooMuch(): void } | undefined;
  readonly #cap: number;

  /** `cap`: the most characters that may come before an answer is complete, noise included. */
  constructor(stream: Readable, cap: number) {
    this.#cap = cap;
    stream.on('data', (chunk: string | Buffer) => this.#take(String(chunk)));
  }

  /** Resolves with `<encoding> <payload>`, or undefined when more than the cap came instead. */
  expect(nonce: string): Promise<string | undefined> {
    this.#nonce = nonce;
    this.#chunks = [];
    this.#length = 0;
    this.#tail = '';
    return new Promise((resolve) => {
      this.#settle = { found: resolve, tooMuch: () => resolve(undefined) };
    });
  }

  /** Characters held back: what was printed before the process died says why. */
  get noise(): string {
    return this.#chunks.join('').slice(-500);
  }

  #take(chunk: string): void {
    if (!this.#settle) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const end = `${this.#nonce}.`;
    // The end may be cut by the borders of chunks.
    const recent = this.#tail + chunk;
    this.#tail = recent.slice(-end.length);
    const complete = recent.includes(end) ? this.#find(this.#chunks.join(''), end) : undefined;
    if (complete === undefined && this.#length <= this.#cap) return;
    if (complete === undefined) this.#settle.tooMuch();
    else this.#settle.found(complete);
    this.#settle = undefined;
    this.#chunks = [];
  }

  #find(text: string, end: string): string | undefined {
    const start = `MTGW ${this.#nonce} `;
    const from = text.indexOf(start);
    const to = text.indexOf(` ${end}`, from + start.length);
    return from === -1 || to === -1 ? undefined : text.slice(from + start.length, to);
  }
}
