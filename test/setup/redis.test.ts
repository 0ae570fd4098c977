import { readHint } from '../../scripts/setup/hint.cjs';
import type { Machine } from '../../scripts/setup/machine.cjs';
import { findRedis, redis } from '../../scripts/setup/redis.cjs';
import { type FakeMachine, fakeMachine, removeFakeMachines } from './fake-machine';

afterAll(removeFakeMachines);

const redis7 = () => 'Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64';
const redis5 = () => 'Redis server v=5.0.7 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64';
const valkey8 = () => 'Valkey server v=8.0.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64';

/** apt-get that puts the program on PATH when it is told to install it. */
function installApt(machine: FakeMachine, server: () => string) {
  machine.install('apt-get', ([verb]) => {
    if (verb === 'install') machine.install('redis-server', server);
    return '';
  });
}

const make = (machine: Machine, lines: string[] = []) =>
  redis.make(machine, (line) => lines.push(line));

test('a Redis on PATH is found with its version and remembered', () => {
  const machine = fakeMachine();
  machine.install('redis-server', redis7);
  expect(redis.look(machine)).toMatch(/^Redis: 7\.0\.15, .*redis-server$/);
  expect(readHint(machine)).toEqual({
    redisServer: findRedis(machine).server?.file,
    redisArguments: [],
  });
});

test('Redis 5.0 is refused, and a Valkey beside it is taken', () => {
  const machine = fakeMachine();
  machine.install('redis-server', redis5);
  expect(findRedis(machine)).toMatchObject({ tooOld: [{ version: '5.0.7' }] });
  expect(findRedis(machine).server).toBeUndefined();
  machine.install('valkey-server', valkey8);
  expect(findRedis(machine).server?.version).toBe('8.0.1');
});

test('a program that does not answer is no Redis', () => {
  const machine = fakeMachine();
  machine.install('redis-server', () => false);
  expect(redis.look(machine)).toBeUndefined();
});

test.each<[string, Partial<Machine>, string]>([
  [
    'Debian',
    { osRelease: { ID: 'debian' } },
    'sudo apt-get update && sudo apt-get install -y redis-server',
  ],
  [
    'Debian as root',
    { osRelease: { ID: 'debian' }, isRoot: true },
    'apt-get update && apt-get install -y redis-server',
  ],
  [
    'Mint',
    { osRelease: { ID: 'linuxmint', ID_LIKE: 'ubuntu debian' } },
    'sudo apt-get update && sudo apt-get install -y redis-server',
  ],
  ['Fedora', { osRelease: { ID: 'fedora' } }, 'sudo dnf install -y valkey'],
  [
    'Rocky',
    { osRelease: { ID: 'rocky', ID_LIKE: 'rhel centos fedora' } },
    'sudo dnf install -y valkey',
  ],
  ['Alpine as root', { osRelease: { ID: 'alpine' }, isRoot: true }, 'apk add redis'],
  ['another Linux', {}, 'docker pull redis:7-alpine'],
  ['macOS', { platform: 'darwin' }, 'brew install redis'],
  [
    'Windows',
    { platform: 'win32' },
    'winget install --id Memurai.MemuraiDeveloper --exact --accept-package-agreements --accept-source-agreements',
  ],
])('on %s with an empty PATH the exact command is named', (_, given, command) => {
  const sentence = `Redis 6.2 or newer is missing; install it with: ${command}`;
  expect(() => make(fakeMachine(given))).toThrow(sentence);
});

test('root installs it with apt-get, and says so', () => {
  const machine = fakeMachine({ isRoot: true });
  installApt(machine, redis7);
  const lines: string[] = [];
  expect(make(machine, lines)).toMatch(/^Redis: 7\.0\.15/);
  expect(lines).toEqual(['Redis: installing it (apt-get install -y redis-server)']);
  expect(machine.started.slice(0, 2)).toEqual([
    'env DEBIAN_FRONTEND=noninteractive apt-get update -qq',
    'env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq redis-server',
  ]);
});

test('sudo is used when it asks for no password, and only then', () => {
  const machine = fakeMachine();
  installApt(machine, redis7);
  machine.install('sudo', () => false);
  expect(() => make(machine)).toThrow('is missing');
  expect(machine.started).toEqual(['sudo -n true']);
});

test('a package that is too old is named with its version', () => {
  const machine = fakeMachine({ isRoot: true, osRelease: { ID: 'ubuntu' } });
  installApt(machine, redis5);
  expect(() => make(machine)).toThrow(
    /^Redis 5\.0\.7 \(.*redis-server\) is too old, 6\.2 or newer is needed; install it with: apt-get/,
  );
});

test('brew and winget install it on their systems', () => {
  const mac = fakeMachine({ platform: 'darwin' });
  mac.install('brew', () => {
    mac.install('redis-server', redis7);
    return '';
  });
  expect(make(mac)).toMatch(/^Redis: 7\.0\.15/);

  const windows = fakeMachine({ platform: 'win32' });
  windows.install('winget', () => {
    windows.install('memurai', () => 'Memurai for Redis server v=4.1.1');
    return '';
  });
  expect(make(windows)).toMatch(/^Redis: 4\.1\.1, .*memurai\.exe$/);
});

test('Docker serves when its daemon answers, and is remembered', () => {
  const machine = fakeMachine();
  machine.install('docker', () => '');
  expect(make(machine)).toBe('Redis: in a container');
  expect(readHint(machine).redisArguments?.[0]).toMatch(/redis-in-docker\.mjs$/);
  expect(redis.look(machine)).toBe('Redis: in a container');
});

test('a Docker client without its daemon is no Redis', () => {
  const machine = fakeMachine();
  machine.install('docker', () => false);
  expect(() => make(machine)).toThrow('Redis 6.2 or newer is missing');
});
