import pino from 'pino';
import type { Log } from './ports/log';

/** One JSON object a line. Secrets never get this far; the paths below are a second wall. */
export function createLog(level: 'silent' | 'error' | 'warn' | 'info', role: string): Log {
  return pino(
    {
      level,
      base: { role, pid: process.pid },
      redact: [
        '*.SharedSecret',
        '*.Password',
        '*.psk',
        '*.*.SharedSecret',
        '*.*.Password',
        '*.*.psk',
      ],
    },
    // Standard error: what a command prints to standard output is its own.
    pino.destination({ fd: 2, sync: true }),
  );
}
