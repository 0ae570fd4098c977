import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { UserError } from '../../errors';

/** What begins a batch: it ends after so many lines. One that no entry of the log names was never finished. */
interface BatchHeader {
  batch: string;
  from: number;
  through: number;
  lines: number;
}

/** Where a batch stands in which file. */
export interface FiledBatch extends BatchHeader {
  file: string;
  at: number;
  bytes: number;
}

/** Over the lines of a batch, for the entry that names it. */
export function batchDigest(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/** Append a batch, and return once it is on the disk. Nothing that stands in the file is ever changed. */
export async function appendBatch(
  file: string,
  { batch, from, through }: Omit<BatchHeader, 'lines'>,
  lines: readonly string[],
): Promise<void> {
  const header: BatchHeader = { batch, from, through, lines: lines.length };
  const handle = await openArchive(file, 'a');
  try {
    // A line that a crash cut off must not take the next one with it.
    await handle.writeFile(`\n${JSON.stringify(header)}\n${lines.join('\n')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Every batch of a file, finished or not, without reading what is in them into memory. */
export async function findBatches(file: string): Promise<FiledBatch[]> {
  const batches: FiledBatch[] = [];
  const handle = await openArchive(file, 'r');
  try {
    let at = 0;
    for await (const line of createInterface({ input: handle.createReadStream({ start: 0 }) })) {
      const bytes = Buffer.byteLength(line) + 1;
      at += bytes;
      const header = line.startsWith('{"batch":') ? headerOf(line) : undefined;
      const last = batches.at(-1);
      if (header !== undefined) batches.push({ ...header, file, at, bytes: 0 });
      else if (last !== undefined) last.bytes += bytes;
    }
  } finally {
    await handle.close();
  }
  return batches;
}

/** The lines of a batch, as many as are there. */
export async function readBatch({ file, at, bytes, lines }: FiledBatch): Promise<string[]> {
  const handle = await openArchive(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, at);
    return buffer.toString('utf8', 0, bytesRead).split('\n').slice(0, lines);
  } finally {
    await handle.close();
  }
}

/** What is archived is as confidential as the records: only the bot's user reads it. */
async function openArchive(file: string, how: 'a' | 'r') {
  try {
    return await open(file, how, 0o600);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new UserError(
      how === 'a'
        ? `The archive ${file} cannot be written (${code}). Its folder must be there, and be the bot's to write in.`
        : `The archive ${file} cannot be read (${code}). Is that its name?`,
    );
  }
}

function headerOf(line: string): BatchHeader | undefined {
  try {
    return JSON.parse(line) as BatchHeader;
  } catch {
    return undefined;
  }
}
