import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readHint } from '../../scripts/setup/hint.cjs';
import type { Machine } from '../../scripts/setup/machine.cjs';
import { findPowerShell, powershell } from '../../scripts/setup/powershell.cjs';
import { type FakeMachine, fakeMachine, removeFakeMachines } from './fake-machine';

afterAll(removeFakeMachines);

/** A machine with the sources of the host in its project. */
function machineWithHost(given: Partial<Machine> = {}): FakeMachine {
  const machine = fakeMachine(given);
  const folder = path.join(machine.root, 'simulator', 'host');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'MtgwHost.csproj'), '<TargetFramework>net10.0</TargetFramework>');
  return machine;
}

/** A .NET SDK whose build leaves a host that answers. */
function installSdk(machine: FakeMachine, version: string, builds = true) {
  machine.install('dotnet', ([verb]) => {
    if (verb === '--list-sdks') return `${version} [/usr/share/dotnet/sdk]`;
    if (verb === 'build' && builds) {
      machine.install('mtgw-host', () => '2\n');
      mkdirSync(path.join(machine.root, 'simulator', 'host', 'bin'), { recursive: true });
      writeFileSync(path.join(machine.root, 'simulator', 'host', 'bin', 'mtgw-host'), '');
    }
    return verb === 'build' && !builds ? false : '';
  });
}

const make = (machine: Machine) => powershell.make(machine, () => undefined);

test('pwsh on PATH comes first, also before a host that was built', () => {
  const machine = machineWithHost();
  installSdk(machine, '10.0.401');
  make(machine);
  expect(findPowerShell(machine)?.kind).toBe('host');
  machine.install('pwsh', () => '');
  expect(findPowerShell(machine)?.kind).toBe('pwsh');
  expect(powershell.look(machine)).toMatch(/^PowerShell: .*pwsh$/);
  expect(readHint(machine).powershell).toMatch(/pwsh$/);
});

test('powershell.exe counts on Windows and nowhere else', () => {
  const windows = machineWithHost({ platform: 'win32' });
  windows.install('powershell', () => '');
  expect(findPowerShell(windows)?.kind).toBe('windows');
  const linux = machineWithHost();
  linux.install('powershell', () => '');
  expect(findPowerShell(linux)).toBeUndefined();
});

test('without PowerShell the host is built once, from locked packages', () => {
  const machine = machineWithHost();
  installSdk(machine, '10.0.401');
  expect(powershell.look(machine)).toBeUndefined();
  expect(make(machine)).toBe('PowerShell: the host in simulator/host');
  expect(machine.started).toContain(
    'dotnet restore MtgwHost.csproj --locked-mode --verbosity quiet',
  );
  expect(powershell.look(machine)).toBe('PowerShell: the host in simulator/host');
});

test('a host is built again when its sources changed', () => {
  const machine = machineWithHost();
  installSdk(machine, '10.0.401');
  make(machine);
  writeFileSync(path.join(machine.root, 'simulator', 'host', 'Program.cs'), '// new');
  expect(powershell.look(machine)).toBeUndefined();
});

test('a build that fails is no host, and its output is shown', () => {
  const machine = machineWithHost();
  installSdk(machine, '10.0.401', false);
  expect(() => make(machine)).toThrow('could not be built (dotnet build failed)');
  expect(powershell.look(machine)).toBeUndefined();
});

test('an older SDK than the host is written for does not count', () => {
  const machine = machineWithHost({ osRelease: { ID: 'fedora' } });
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
    'curl -sSL https://dot.net/v1/dotnet-install.sh | sudo bash -s -- --channel 10.0 --install-dir /usr/share/dotnet',
  ],
  ['Fedora', { osRelease: { ID: 'fedora' } }, 'sudo dnf install -y dotnet-sdk-10.0'],
  ['Alpine as root', { osRelease: { ID: 'alpine' }, isRoot: true }, 'apk add dotnet10-sdk'],
  ['macOS', { platform: 'darwin' }, 'brew install powershell/tap/powershell'],
  [
    'Windows',
    { platform: 'win32' },
    'winget install --id Microsoft.PowerShell --exact --accept-package-agreements --accept-source-agreements',
  ],
])('on %s with an empty PATH the exact command is named', (_, given, command) => {
  const machine = machineWithHost(given);
  expect(() => make(machine)).toThrow(
    `PowerShell is missing, and so is the .NET SDK 10 that builds one; install it with: ${command}`,
  );
});
