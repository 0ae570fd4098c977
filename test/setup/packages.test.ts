import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { missingPackages, packages } from '../../scripts/setup/packages.cjs';
import { fakeMachine, removeFakeMachines } from './fake-machine';

afterAll(removeFakeMachines);

const lock = (entries: Record<string, object>) => ({ packages: { '': {}, ...entries } });

test('another version and an absent package are missing', () => {
  const wanted = lock({
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0' },
  });
  const installed = lock({ 'node_modules/a': { version: '1.0.1' } });
  expect(missingPackages(wanted, installed)).toEqual(['node_modules/a', 'node_modules/b']);
});

test("another system's optional package is not missed", () => {
  const wanted = lock({ 'node_modules/a-darwin-arm64': { version: '1.0.0', optional: true } });
  expect(missingPackages(wanted, lock({}))).toEqual([]);
});

test('what npm says it installed is compared with the lock file', () => {
  const machine = fakeMachine();
  const write = (name: string, value: object) =>
    writeFileSync(path.join(machine.root, name), JSON.stringify(value));
  const wanted = lock({ 'node_modules/a': { version: '1.0.0' } });
  write('package-lock.json', wanted);
  expect(packages.look(machine)).toBeUndefined();
  mkdirSync(path.join(machine.root, 'node_modules'));
  write('node_modules/.package-lock.json', wanted);
  expect(packages.look(machine)).toBe('packages: as the lock file says');
});

test('no script of a package runs, by npm of any age', () => {
  const machine = fakeMachine();
  const npm = jest.spyOn(machine, 'run').mockReturnValue({ ok: true, output: '' });
  packages.make(machine, () => undefined);
  expect(npm.mock.calls[0]?.[1]).toEqual(expect.arrayContaining(['ci', '--ignore-scripts']));
  const own = path.join(__dirname, '..', '..', '.npmrc');
  expect(readFileSync(own, 'utf8')).toMatch(/^ignore-scripts=true$/m);
});

test('packages that cannot be installed are one sentence with a command', () => {
  expect(() => packages.make(fakeMachine(), () => undefined)).toThrow('run `npm ci`');
});
