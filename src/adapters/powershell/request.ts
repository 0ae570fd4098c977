import type { Writable } from './clixml/write';

/** A command with its secrets opened: it exists beside the cmdlet only. */
export interface OpenCommand {
  cmdlet: string;
  parameters: { [name: string]: Writable };
}

export interface TargetRequest {
  name: string;
  /** How to open it, or null when the process was told before. */
  open: { [key: string]: Writable } | null;
  commands: OpenCommand[];
}

/** What the boundary function is asked. */
export interface Request {
  deadlineMs: number;
  maxObjects: number;
  /** Sessions to close first. */
  close: string[];
  targets: TargetRequest[];
}

/** By its verb, as PowerShell promises. Who only reads may be asked again, and together with others. */
function onlyReads({ cmdlet }: OpenCommand): boolean {
  return cmdlet.startsWith('Get-');
}

/** The lists without keys that boundary/entry.ps1 describes. */
export function listRequest(request: Request, maxBytes: number): Writable {
  const { deadlineMs, maxObjects, close, targets } = request;
  const listed = targets.map(({ name, open, commands }) => [
    name,
    open,
    commands.every(onlyReads),
    commands.map(({ cmdlet, parameters }) => [cmdlet, parameters]),
  ]);
  return [deadlineMs, maxObjects, maxBytes, close, listed];
}
