import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { readClixml } from '../src/adapters/powershell/clixml/read';
import { createGatewayShells } from '../src/adapters/powershell/shells';
import { findPrograms } from '../src/config/programs';
import { packageRoot } from '../src/package-root';
import type { Log } from '../src/ports/log';
import type { Command, GatewayShells } from '../src/ports/shells';
import { median } from './percentile';
import type { BenchRow } from './row';

const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };
const fixtures = join(packageRoot, 'test/adapters/powershell/fixtures/gateway.psm1');
const { powershell: executable, environment } = findPrograms();
const TARGETS = 50;
const OBJECTS = 10_000;

/** What the PowerShell adapter adds to PowerShell itself, on the engine that set-up found. */
export async function run(): Promise<BenchRow[]> {
  const names = Array.from({ length: TARGETS }, (_, i) => `gw${i}`);
  const shells = createGatewayShells({
    executable,
    environment,
    vault: { open: () => Promise.resolve(undefined) },
    targets: Object.fromEntries(
      names.map((name) => [
        name,
        { kind: 'local', simulator: { module: fixtures, arguments: [name] } },
      ]),
    ),
    only: 'all',
    alsoAllow: ['Get-Thing', 'Get-Many'],
    log: quiet,
  });
  const raw = new RawLoop();
  try {
    await raw.open(TARGETS);
    const call = await oneCall(shells, raw);
    return [call, await aProcessEach(call.figure), await wholeBatch(shells, raw, names)];
  } finally {
    raw.close();
    await shells.close();
  }
}

/** In turns, so that both see the same moments of a machine that does other things too. */
async function oneCall(shells: GatewayShells, raw: RawLoop): Promise<BenchRow> {
  const commands = [{ cmdlet: 'Get-Thing', parameters: { Name: ['x'] } }];
  const ours: number[] = [];
  const bare: number[] = [];
  for (let turn = 0; turn < 40; turn++) {
    const a = await repeated(() => ask(shells, ['gw0'], commands));
    const b = await repeated(() => raw.call(0, 'Get-Thing', "@{ Name = @('x') }"));
    // .NET compiles what is hot in the background; that takes it a thousand calls.
    if (turn < 20) continue;
    ours.push(...a);
    bare.push(...b);
  }
  const [figure, floor] = [median(ours), median(bare)];
  return {
    name: 'shell-call',
    what: 'one cmdlet bound on a kept session, answer read; floor: a bare loop on standard input that does just that',
    figure,
    unit: 'ms',
    floor,
    ratio: figure / floor,
    goal: 'at most 1.5',
    met: figure / floor <= 1.5,
  };
}

async function aProcessEach(call: number): Promise<BenchRow> {
  const each: number[] = [];
  for (let i = 0; i < 5; i++) {
    each.push(await timed(() => runOnce(`Import-Module '${fixtures}'; Get-Thing -Name x`)));
  }
  const floor = median(each);
  return {
    name: 'shell-process',
    what: 'the same call; floor: a PowerShell process for each command',
    figure: call,
    unit: 'ms',
    floor,
    ratio: call / floor,
    goal: 'at most 0.02',
    met: call / floor <= 0.02,
  };
}

async function wholeBatch(shells: GatewayShells, raw: RawLoop, names: string[]): Promise<BenchRow> {
  const each = OBJECTS / TARGETS;
  const commands = [{ cmdlet: 'Get-Many', parameters: { Count: each, Size: 300 } }];
  const ours: number[] = [];
  const bare: number[] = [];
  let objects = 0;
  for (let i = 0; i < 8; i++) {
    const a = await timed(async () => {
      objects = await ask(shells, names, commands);
    });
    const b = await timed(() => raw.batch(`@{ Count = ${each}; Size = 300 }`));
    // Opening the sessions, and compiling, is not what is compared.
    if (i >= 3) {
      ours.push(a);
      bare.push(b);
    }
  }
  if (objects !== OBJECTS) throw new Error(`${objects} objects came back.`);
  const [figure, floor] = [median(ours), median(bare)];
  const memory = Math.round(process.memoryUsage().rss / 1024 / 1024);
  return {
    name: 'shell-batch',
    what: `${TARGETS} sessions, ${OBJECTS} objects (Node holds ${memory} MB); floor: PowerShell's own time to run and serialize them`,
    figure,
    unit: 'ms',
    floor,
    ratio: figure / floor,
    goal: 'at most 1.3',
    met: figure / floor <= 1.3,
  };
}

async function ask(shells: GatewayShells, targets: string[], commands: Command[]): Promise<number> {
  const batch = targets.map((target) => ({ target, commands }));
  const answers = await shells.run(batch, { timeoutMs: 60_000, purpose: 'read' });
  let objects = 0;
  for (const answer of answers) {
    if (answer.outcome !== 'answered') throw new Error(`${answer.target}: ${answer.message}`);
    objects += answer.results[0]?.output.length ?? 0;
  }
  return objects;
}

/** The least that does the same by hand: a line in, the cmdlet bound on its own runspace, its CLIXML out. */
class RawLoop {
  readonly #child = spawn(
    executable,
    ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', '-'],
    {
      env: { ...environment, NO_COLOR: '1', TERM: 'dumb' },
    },
  );
  #buffer: string[] = [];
  #answered: (line: string) => void = () => {};

  constructor() {
    this.#child.stderr.resume();
    this.#child.stdout.setEncoding('utf8');
    this.#child.stdout.on('data', (chunk: string) => {
      this.#buffer.push(chunk);
      if (!chunk.endsWith('#\n')) return;
      const line = this.#buffer.join('');
      this.#buffer = [];
      this.#answered(line.slice(0, -2));
    });
  }

  #line(text: string): Promise<string> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#child.stdin.write(`${text}\n`);
    });
  }

  async open(count: number): Promise<void> {
    const state = '[Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()';
    await this.#line(
      `$rs = @(foreach ($i in 1..${count}) { $r = [runspacefactory]::CreateRunspace(${state}); $r.ThreadOptions = 'ReuseThread'; $r.Open(); ` +
        `$p = [powershell]::Create(); $p.Runspace = $r; [void]$p.AddScript('[Threading.Thread]::CurrentThread.IsBackground = $true; Import-Module ''${fixtures}''').Invoke(); $r }); ` +
        'function Write-Out($o) { [Console]::Out.Write([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes([Management.Automation.PSSerializer]::Serialize($o, 3))) + "#`n") }; [Console]::Out.Write("#`n")',
    );
  }

  async call(index: number, cmdlet: string, parameters: string): Promise<unknown> {
    const line = await this.#line(
      `$p = [powershell]::Create(); $p.Runspace = $rs[${index}]; [void]$p.AddCommand('${cmdlet}').AddParameters(${parameters}); Write-Out $p.Invoke(); $p.Dispose()`,
    );
    return readClixml(Buffer.from(line, 'base64').toString('utf8'));
  }

  /** All together, serialized, and thrown away: PowerShell's part alone. */
  async batch(parameters: string): Promise<void> {
    await this.#line(
      `$all = @(foreach ($r in $rs) { $p = [powershell]::Create(); $p.Runspace = $r; [void]$p.AddCommand('Get-Many').AddParameters(${parameters}); ` +
        '$in = [Management.Automation.PSDataCollection[psobject]]::new(); $in.Complete(); $out = [Management.Automation.PSDataCollection[psobject]]::new(); ' +
        ', @($p, $p.BeginInvoke($in, $out), $out) }); ' +
        '$outs = @(foreach ($a in $all) { [void]$a[1].AsyncWaitHandle.WaitOne(); $a[0].Dispose(); , $a[2] }); ' +
        '$x = [Management.Automation.PSSerializer]::Serialize($outs, 3); [Console]::Out.Write("#`n")',
    );
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }
}

function runOnce(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      executable,
      ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', text],
      {
        env: environment,
        stdio: 'ignore',
      },
    );
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function repeated(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < 50; i++) times.push(await timed(work));
  return times;
}
