import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

/**
 * Read a text that a person made. Windows PowerShell's `>` and some editors write UTF-16, or put a mark before UTF-8:
 * both are read as what they are.
 * @throws Error when it cannot be read, or is in no encoding that says so
 */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  const text = decode(bytes);
  // Latin letters in UTF-16 without its mark are UTF-8 with a zero behind each.
  if (text !== undefined && !text.includes('\0')) return text;
  throw new Error('is not UTF-8: save it anew in that encoding');
}

/** Why `readText` did not, to stand behind the path. */
export function whyUnread(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES') return `cannot be read by the user ${userInfo().username} (${code})`;
  return code === undefined ? message : `cannot be read (${code})`;
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function encodingOf([first, second]: Buffer): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return 'utf-8';
}
