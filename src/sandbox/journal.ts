import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Where each gateway's journal ends now, to wait for what comes after. */
export function journalMark(directory: string, gateways: readonly string[]): Map<string, number> {
  return new Map(
    gateways.map((name) => {
      const path = join(directory, `${name}.journal`);
      return [name, existsSync(path) ? statSync(path).size : 0];
    }),
  );
}

/** Resolve with the gateway on which that cmdlet begins next. */
export async function cmdletBegins(
  directory: string,
  mark: Map<string, number>,
  cmdlet: string,
  timeoutMs: number,
): Promise<string> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    for (const [name, from] of mark) {
      const path = join(directory, `${name}.journal`);
      if (!existsSync(path)) continue;
      const lines = readFileSync(path).subarray(from).toString('utf8').split('\n');
      if (lines.some((line) => line.split(' ')[2] === 'begin' && line.split(' ')[3] === cmdlet)) {
        return name;
      }
    }
    await delay(10);
  }
  throw new Error(`${cmdlet} did not run within ${timeoutMs / 1000} s.`);
}
