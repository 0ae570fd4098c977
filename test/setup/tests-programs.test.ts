import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Machine } from '../../scripts/setup/machine.cjs';
import { chromium } from '../../scripts/setup/chromium.cjs';
import { sshd } from '../../scripts/setup/sshd.cjs';
import { whereIs } from '../../scripts/setup/where-is.cjs';
import { type FakeMachine, fakeMachine, removeFakeMachines } from './fake-machine';

afterAll(removeFakeMachines);

const debian = { osRelease: { ID: 'debian' } };
const winget = '--exact --accept-package-agreements --accept-source-agreements';

/** apt-get that puts a program on PATH when it is told to install its package. */
function installApt(machine: FakeMachine, name: string, program: string) {
  machine.install('apt-get', (args) => {
    if (args[0] === 'install' && args.at(-1) === name) machine.install(program, () => '1.0');
    return '';
  });
}

const parts = { sshd, chromium };
const make = (name: keyof typeof parts, machine: Machine, lines: string[] = []) =>
  parts[name].make(machine, (line) => lines.push(line));

test.each(['sshd', 'chromium'] as const)('%s on PATH is found', (name) => {
  const machine = fakeMachine();
  expect(parts[name].look(machine)).toBeUndefined();
  machine.install(name, () => '1.0');
  expect(parts[name].look(machine)).toMatch(new RegExp(`: .*${name}$`));
  expect(whereIs(name, machine)).toMatch(new RegExp(`programs.${name}$`));
});

test('an sshd that is not on the PATH of ordinary people is found', () => {
  const machine = fakeMachine();
  machine.install('sshd', () => '');
  const usualFolders = [machine.env['PATH'] ?? ''];
  expect(whereIs('sshd', { ...machine, env: { PATH: '' }, usualFolders })).toMatch(/sshd$/);
});

test('a browser that only tells how to install it is none', () => {
  const machine = fakeMachine();
  machine.install('chromium-browser', () => false);
  expect(chromium.look(machine)).toBeUndefined();
  machine.install('google-chrome', () => 'Google Chrome 140');
  expect(chromium.look(machine)).toMatch(/^Chromium: .*google-chrome$/);
});

test.each<['sshd' | 'chromium', string, string]>([
  ['sshd', 'openssh-server', 'sshd: installing it (apt-get install -y openssh-server)'],
  ['chromium', 'chromium', 'Chromium: installing it (apt-get install -y chromium)'],
])('root installs %s with apt-get, and says so', (name, wanted, line) => {
  const machine = fakeMachine({ ...debian, isRoot: true });
  installApt(machine, wanted, name);
  const lines: string[] = [];
  expect(make(name, machine, lines)).toMatch(new RegExp(`: .*${name}$`));
  expect(lines).toEqual([line]);
});

test('sshd is not installed where that would start a server for everybody', () => {
  const machine = fakeMachine({ ...debian, isRoot: true, startsServices: true });
  installApt(machine, 'openssh-server', 'sshd');
  expect(() => make('sshd', machine)).toThrow('its service may stay off');
  expect(machine.started).toEqual([]);
});

test('the Chromium of Ubuntu, a snap, is not installed by itself', () => {
  const machine = fakeMachine({ osRelease: { ID: 'ubuntu', ID_LIKE: 'debian' }, isRoot: true });
  installApt(machine, 'chromium', 'chromium');
  expect(() => make('chromium', machine)).toThrow(
    'install it with: npx playwright-core install --with-deps chromium',
  );
});

test.each<['sshd' | 'chromium', string, Partial<Machine>, string]>([
  ['sshd', 'Debian', debian, 'sudo apt-get update && sudo apt-get install -y openssh-server'],
  ['chromium', 'Debian', debian, 'sudo apt-get update && sudo apt-get install -y chromium'],
  [
    'sshd',
    'Fedora',
    { osRelease: { ID: 'fedora' } },
    'sudo dnf install -y openssh-server openssh-clients',
  ],
  ['chromium', 'Alpine', { osRelease: { ID: 'alpine' }, isRoot: true }, 'apk add chromium'],
  ['sshd', 'another Linux', {}, 'the package openssh-server of this system'],
  ['chromium', 'another Linux', {}, 'npx playwright-core install --with-deps chromium'],
  ['sshd', 'macOS', { platform: 'darwin' }, 'brew install openssh'],
  ['chromium', 'macOS', { platform: 'darwin' }, 'brew install --cask google-chrome'],
  [
    'sshd',
    'Windows',
    { platform: 'win32' },
    'Add-WindowsCapability -Online -Name OpenSSH.Server~~~~0.0.1.0',
  ],
  ['chromium', 'Windows', { platform: 'win32' }, `winget install --id Google.Chrome ${winget}`],
])('without %s on %s the exact command is named', (name, _, given, command) => {
  const machine = fakeMachine(given);
  expect(() => whereIs(name, machine)).toThrow(`install it with: ${command}`);
  expect(() => make(name, machine)).toThrow(`install it with: ${command}`);
});

test('a suite that needs PowerShell fails with the command where there is none', () => {
  const machine = fakeMachine({ platform: 'darwin' });
  expect(() => whereIs('powershell', machine)).toThrow('brew install powershell/tap/powershell');
  machine.install('dotnet', () => '10.0.401 [sdk]');
  mkdirSync(path.join(machine.root, '.config'));
  writeFileSync(
    path.join(machine.root, '.config', 'dotnet-tools.json'),
    '{ "tools": { "powershell": { "version": "7.6.9" } } }',
  );
  expect(() => whereIs('powershell', machine)).toThrow('install it with: npm run setup');
});
