import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ParameterValue } from '../../../approvals/plan';
import type { Caps, GatewayShellsOptions } from '../../../src/adapters/powershell/options';
import { createGatewayShells } from '../../../src/adapters/powershell/shells';
import type { Log } from '../../../src/ports/log';
import type {
  CommandResult,
  GatewayShells,
  PsValue,
  TargetAnswer,
} from '../../../src/ports/shells';
import type { Vault } from '../../../src/ports/vault';
import { packageRoot } from '../../../src/package-root';
import { memoryVault } from '../../fakes/memory-vault';

export const fixtureModule = join(packageRoot, 'test/adapters/powershell/fixtures/gateway.psm1');

/** All that the fixture module exports: none of it is in the catalogue. */
export const fixtureCmdlets = [
  ...readFileSync(fixtureModule, 'utf8').matchAll(/^function ([\w-]+)/gm),
].flatMap(([, name]) => (name === undefined ? [] : [name]));

export function temporaryFile(name: string): string {
  return join(mkdtempSync(join(tmpdir(), 'mtgw-shell-')), name);
}

export interface LogLine {
  level: 'info' | 'warn' | 'error';
  fields: Record<string, unknown>;
  message: string;
}

export function recordingLog(lines: LogLine[]): Log {
  const at = (level: LogLine['level']) => (fields: Record<string, unknown>, message: string) => {
    lines.push({ level, fields, message });
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

export interface Rig {
  shells: GatewayShells;
  vault: Vault;
  log: LogLine[];
  /** One cmdlet on one target, as a change. */
  one(
    cmdlet: string,
    parameters?: Record<string, ParameterValue>,
    options?: { target?: string; timeoutMs?: number; signal?: AbortSignal },
  ): Promise<TargetAnswer>;
  /** The result of a cmdlet that has to be answered. */
  result(cmdlet: string, parameters?: Record<string, ParameterValue>): Promise<CommandResult>;
  output(cmdlet: string, parameters?: Record<string, ParameterValue>): Promise<PsValue[]>;
}

const opened = new Set<GatewayShells>();

/** After a file's tests: a test that failed half way would leave its processes to the files after it. */
export async function closeRigs(): Promise<void> {
  await Promise.all([...opened].map((shells) => shells.close()));
  opened.clear();
}

/** Gateway shells over the fixture module, with targets gw0, gw1 … */
export function rig(
  executable: string,
  {
    count = 3,
    caps = {},
    ...more
  }: { count?: number; caps?: Partial<Caps> } & Partial<GatewayShellsOptions> = {},
): Rig {
  const vault = memoryVault(Date.now);
  const log: LogLine[] = [];
  const shells = createGatewayShells({
    executable,
    vault,
    targets: Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `gw${i}`,
        { kind: 'local', simulator: { module: fixtureModule, arguments: [`gw${i}`] } },
      ]),
    ),
    only: 'all',
    alsoAllow: fixtureCmdlets,
    log: recordingLog(log),
    environment: process.env,
    caps: { processes: { change: 1, read: 1 }, ...caps },
    ...more,
  });
  opened.add(shells);
  const one: Rig['one'] = async (
    cmdlet,
    parameters = {},
    { target = 'gw0', timeoutMs = 15_000, signal } = {},
  ) => {
    const [answer] = await shells.run([{ target, commands: [{ cmdlet, parameters }] }], {
      timeoutMs,
      purpose: 'change',
      ...(signal ? { signal } : {}),
    });
    if (!answer) throw new Error('No answer at all.');
    return answer;
  };
  const result: Rig['result'] = async (cmdlet, parameters) => {
    const answer = await one(cmdlet, parameters);
    const [first] = answer.results;
    if (answer.outcome !== 'answered' || !first)
      throw new Error(`${answer.outcome}: ${JSON.stringify(answer)}`);
    return first;
  };
  return {
    shells,
    vault,
    log,
    one,
    result,
    output: async (...call) => (await result(...call)).output,
  };
}

/** Wait until it holds, or fail with what was waited for. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  ms = 10_000,
): Promise<void> {
  const end = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
