// @ts-check
// A redis-server for machines that have Docker and no Redis: takes redis-server's arguments, runs them in a
// container, and ends with it. Not for production: the sandbox and the tests use it.
import { spawn } from 'node:child_process';

const args = process.argv.slice(2);
const port = valueOf('--port') ?? '6379';
const folder = valueOf('--dir');

// The container listens on all its addresses; only this machine's loopback leads to it.
const published = ['--publish', `127.0.0.1:${port}:${port}`];
const mounted = folder === undefined ? [] : ['--volume', `${folder}:/data`];
const server = [
  ...without(args, ['--bind', '--dir', '--port', '--protected-mode', '--daemonize']),
  '--port',
  port,
];

// Standard input of the container closes when this process is killed, even by kill -9. The server goes with it.
const endsWithInput = 'redis-server "$@" & server=$!; cat >/dev/null; kill -9 $server';
const script = [
  'sh',
  '-c',
  endsWithInput,
  'sh',
  ...server,
  '--protected-mode',
  'no',
  '--dir',
  '/data',
];
const child = spawn(
  'docker',
  ['run', '--rm', '--interactive', ...published, ...mounted, 'redis:7-alpine', ...script],
  { stdio: ['pipe', 'inherit', 'inherit'] },
);
child.on('exit', (code) => process.exit(code ?? 1));
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT'])) {
  process.on(signal, () => child.stdin?.end());
}

/** @param {string} name */
function valueOf(name) {
  const index = args.indexOf(name);
  return index === -1 ? undefined : args[index + 1];
}

/**
 * Drop options with their one value.
 * @param {string[]} given
 * @param {string[]} names
 */
function without(given, names) {
  return given.filter(
    (arg, index) => !names.includes(arg) && !names.includes(given[index - 1] ?? ''),
  );
}
