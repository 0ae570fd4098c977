import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readHint } from '../../scripts/setup/hint.cjs';
import type { Machine } from '../../scripts/setup/machine.cjs';
import { findPowerShell, powershell } from '../../scripts/setup/powershell.cjs';
import { type FakeMachine, fakeMachine, removeFakeMachines } from './fake-machine';

afterAll(removeFakeMachines);

/** A machine with the tool manifest in its project. */
function machineWithManifest(given: Partial<Machine> = {}): FakeMachine {
  const machine = fakeMachine(given);
  pin(machine, '7.6.9');
  return machine;
}

function pin(machine: Machine, version: string) {
  mkdirSync(path.join(machine.root, '.config'), { recursive: true });
  const manifest = JSON.stringify({ tools: { powershell: { version } } });
  writeFileSync(path.join(machine.root, '.config', 'dotnet-tools.json'), manifest);
}

/** A .NET SDK whose tool command lays down a PowerShell that says `answer`, and which compiles it ahead of time. */
function installSdk(machine: FakeMachine, version: string, answer: string | false = '2\n') {
  machine.install('dotnet', (args) => {
    if (args[0] === '--list-sdks') return `${version} [/usr/share/dotnet/sdk]`;
    if (args[0] === 'publish') return publish(args.at(-1) ?? '');
    const folder = path.join(args.at(-1) ?? '', '.store', 'tools', 'net10.0', 'any', 'unix');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'pwsh.dll'), '');
    machine.answer('pwsh', () => answer);
    return '';
  });
}

function publish(out: string) {
  mkdirSync(out, { recursive: true });
  for (const name of ['pwsh.dll', 'precompile.dll', 'pwsh.pdb']) {
    writeFileSync(path.join(out, name), 'compiled');
  }
  return '';
}

const make = (machine: Machine) => powershell.make(machine, () => undefined);
const tool = ({ root }: Machine, version = '7.6.9') =>
  path.join(root, '.cache', 'powershell', version, 'pwsh');

test('pwsh on PATH comes first, also before one that was installed here', () => {
  const machine = machineWithManifest();
  installSdk(machine, '10.0.401');
  make(machine);
  expect(findPowerShell(machine)).toBe(tool(machine));
  machine.install('pwsh', () => '');
  expect(findPowerShell(machine)).toMatch(/programs.pwsh$/);
  expect(powershell.look(machine)).toMatch(/^PowerShell: .*programs.pwsh$/);
  expect(readHint(machine).powershell).toMatch(/programs.pwsh$/);
});

test('powershell.exe counts on Windows and nowhere else', () => {
  const windows = machineWithManifest({ platform: 'win32' });
  windows.install('powershell', () => '');
  expect(findPowerShell(windows)).toMatch(/powershell\.exe$/);
  const linux = machineWithManifest();
  linux.install('powershell', () => '');
  expect(findPowerShell(linux)).toBeUndefined();
});

test('without PowerShell the pinned version is installed once as a .NET tool', () => {
  const machine = machineWithManifest();
  installSdk(machine, '10.0.401');
  expect(powershell.look(machine)).toBeUndefined();
  expect(make(machine)).toBe(`PowerShell: ${tool(machine)}`);
  expect(machine.started).toContain(
    'dotnet tool install PowerShell --version 7.6.9 --tool-path tool',
  );
  machine.started.length = 0;
  expect(powershell.look(machine)).toBe(`PowerShell: ${tool(machine)}`);
  expect(machine.started).toEqual([]);
});

test('what is started becomes PowerShell, with the .NET that was found', () => {
  const machine = machineWithManifest();
  installSdk(machine, '10.0.401');
  make(machine);
  const dotnet = path.join(machine.root, 'programs', 'dotnet');
  expect(readFileSync(tool(machine), 'utf8')).toBe(
    `#!/bin/sh\nDOTNET_TieredCompilation=0 exec '${dotnet}' "\${0%/*}/tool/.store/tools/net10.0/any/unix/pwsh.dll" "$@"\n`,
  );
});

describe('compiling it ahead of time', () => {
  const folderOf = (machine: Machine) =>
    path.join(path.dirname(tool(machine)), 'tool', '.store', 'tools', 'net10.0', 'any', 'unix');

  test('puts the compiled libraries where the others were, and nothing else', () => {
    const machine = machineWithManifest();
    installSdk(machine, '10.0.401');
    make(machine);
    expect(readdirSync(folderOf(machine))).toEqual(['pwsh.dll']);
    expect(readFileSync(path.join(folderOf(machine), 'pwsh.dll'), 'utf8')).toBe('compiled');
    expect(machine.started.find((line) => line.startsWith('dotnet publish'))).toContain(
      '-p:Framework=net10.0',
    );
  });

  test('that fails leaves the PowerShell as it came, and says why', () => {
    const machine = machineWithManifest();
    installSdk(machine, '10.0.401');
    const asked = machine.run;
    machine.run = (file, args, options) =>
      args[0] === 'publish'
        ? { ok: false, output: 'Restoring\nno network' }
        : asked(file, args, options);
    const said: string[] = [];
    powershell.make(machine, (line) => said.push(line));
    expect(readFileSync(path.join(folderOf(machine), 'pwsh.dll'), 'utf8')).toBe('');
    expect(said.at(-1)).toMatch(/it will start slowly, .* ahead of time: no network$/);
  });
});

test('it is installed anew when another version is pinned, and when its .NET has gone elsewhere', () => {
  const machine = machineWithManifest();
  installSdk(machine, '10.0.401');
  make(machine);
  pin(machine, '7.6.10');
  expect(powershell.look(machine)).toBeUndefined();
  expect(make(machine)).toBe(`PowerShell: ${tool(machine, '7.6.10')}`);
  const moved = path.join(machine.root, 'moved');
  mkdirSync(moved);
  writeFileSync(path.join(moved, 'dotnet'), '');
  chmodSync(path.join(moved, 'dotnet'), 0o755);
  machine.env['PATH'] = moved;
  expect(powershell.look(machine)).toBeUndefined();
});

test('a PowerShell that does not answer is none, and its words are shown', () => {
  const machine = machineWithManifest();
  installSdk(machine, '10.0.401', 'You must install .NET');
  expect(() => make(machine)).toThrow('does not run:\nYou must install .NET');
  expect(powershell.look(machine)).toBeUndefined();
});

test('a tool that cannot be installed is told in the words of dotnet', () => {
  const machine = machineWithManifest();
  machine.install('dotnet', ([verb]) => (verb === '--list-sdks' ? '10.0.401 [sdk]' : false));
  expect(() => make(machine)).toThrow('PowerShell could not be installed by dotnet');
});

test('an older SDK than PowerShell is made for does not count', () => {
  const machine = machineWithManifest({ osRelease: { ID: 'fedora' } });
  installSdk(machine, '8.0.400');
  expect(() => make(machine)).toThrow('sudo dnf install -y dotnet-sdk-10.0');
});

test.each<[string, Partial<Machine>, string]>([
  [
    'Ubuntu',
    { osRelease: { ID: 'ubuntu', ID_LIKE: 'debian' } },
    'sudo apt-get update && sudo apt-get install -y dotnet-sdk-10.0',
  ],
  [
    'Debian',
    { osRelease: { ID: 'debian' } },
    'curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0',
  ],
  ['Fedora', { osRelease: { ID: 'fedora' } }, 'sudo dnf install -y dotnet-sdk-10.0'],
  ['Alpine as root', { osRelease: { ID: 'alpine' }, isRoot: true }, 'apk add dotnet10-sdk'],
  ['Arch', { osRelease: { ID: 'arch' } }, 'sudo pacman -S --noconfirm dotnet-sdk'],
  ['macOS', { platform: 'darwin' }, 'brew install powershell/tap/powershell'],
  [
    'Windows',
    { platform: 'win32' },
    'winget install --id Microsoft.PowerShell --exact --accept-package-agreements --accept-source-agreements',
  ],
])('on %s with an empty PATH the exact command is named', (_, given, command) => {
  const machine = machineWithManifest(given);
  expect(() => make(machine)).toThrow(
    `PowerShell is missing, and so is the .NET SDK 10 that installs one; install it with: ${command}`,
  );
});
