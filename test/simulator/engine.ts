import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { whereIs } from '../../scripts/setup/where-is.cjs';

export const moduleFile = resolve('simulator/gateway/Simulator.psm1');

/** A state directory of its own, removed with everything in it by `dispose`. */
export function makeStateDirectory(): { path: string; dispose: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'simulator-'));
  return { path, dispose: () => rmSync(path, { recursive: true, force: true }) };
}

/** A script that runs in a process of its own. `finished` gives what it wrote, or rejects with its errors. */
export function startScript(directory: string, script: string, label = 'script') {
  const file = join(directory, `${label}.ps1`);
  // With a byte order mark, or Windows PowerShell would read the file in the machine's code page.
  writeFileSync(file, `\uFEFF${script}`);
  const child = spawn(
    whereIs('powershell'),
    ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', file],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', TERM: 'dumb', POWERSHELL_TELEMETRY_OPTOUT: '1' },
    },
  );
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const finished = new Promise<string>((settle, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) settle(output);
      else reject(new Error(`PowerShell ended with ${code ?? signal}: ${errors}${output}`));
    });
  });
  return { child, finished };
}

export function runScript(directory: string, script: string, label?: string): Promise<string> {
  return startScript(directory, script, label).finished;
}

/** Single-quoted PowerShell text. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * Makes a world and loads the cmdlets of one of its machines. The world goes through CLIXML, as it
 * does when the bot makes it.
 */
export function withWorld(directory: string, world: string, machine = 'gw'): string {
  const through = `$world = ${world}\n$world = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($world, 8))\n`;
  const load = `Import-Module ${quoted(moduleFile)} -Force -ArgumentList @(${quoted(directory)}, ${quoted(machine)})`;
  return `$ErrorActionPreference = 'Stop'\n${through}${load}\nReset-Simulator -Machines @($world)\n${load}\n`;
}

/** Loads the cmdlets of a machine whose world is already there. */
export function withMachine(directory: string, machine = 'gw'): string {
  return `$ErrorActionPreference = 'Stop'\nImport-Module ${quoted(moduleFile)} -ArgumentList @(${quoted(directory)}, ${quoted(machine)})\n`;
}
