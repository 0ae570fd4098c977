import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root';

/* The units of systemd that are shipped: each role has the secrets that it needs and no other, and all are as closed. */

const units = ['mtgw', 'mtgw-chat', 'mtgw-worker'].map((name) => {
  const text = readFileSync(join(packageRoot, 'examples', `${name}.service`), 'utf8');
  const lines = text.split('\n').filter((line) => /^\w/.test(line));
  const valueOf = (key: string) => lines.filter((line) => line.startsWith(`${key}=`));
  return { name, lines, valueOf };
});
const [all, chat, worker] = units as [(typeof units)[0], (typeof units)[0], (typeof units)[0]];
const secretsOf = ({ lines }: typeof all) =>
  lines.flatMap((line) => /^Environment=(MTGW_\w+)_FILE=/.exec(line)?.[1] ?? []);

test.each(units)('$name reads each of its secrets from the credential of that name', (unit) => {
  const handed = unit.valueOf('LoadCredential').map((line) => line.split(/[=:]/)[1]);
  const read = unit.lines.flatMap((line) => /_FILE=%d\/(.+)$/.exec(line)?.[1] ?? []);
  expect(read).toEqual(handed);
  expect(read.length).toBeGreaterThan(1);
});

test('a worker has no secret of a chat, and the chat has what both have', () => {
  expect(secretsOf(worker)).toEqual(['MTGW_AUDIT_KEY', 'MTGW_VAULT_KEY']);
  expect(secretsOf(chat)).toEqual(secretsOf(all));
  expect(secretsOf(all)).toContain('MTGW_SLACK_BOT_TOKEN');
});

test('each role runs as a user of its own', () => {
  const users = units.flatMap((unit) => unit.valueOf('User'));
  expect(new Set(users).size).toBe(3);
  const starts = units.flatMap((unit) => unit.valueOf('ExecStart'));
  expect(starts.map((line) => line.split(' ').at(-1))).toEqual(['all', 'chat', 'worker']);
});

const closed = `UMask=0077
LimitCORE=0
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectProc=invisible
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
LockPersonality=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service`.split('\n');

test.each(units)('$name is closed, and holds no secret itself', ({ lines }) => {
  expect(lines.filter((line) => closed.some((one) => sameKey(one, line)))).toEqual(closed);
  expect(lines.filter((line) => /^EnvironmentFile=/.test(line))).toEqual([]);
  const named = lines.filter((line) =>
    /^Environment=MTGW_\w*(KEY|TOKEN|SECRET|PASSWORD)/.test(line),
  );
  expect(named.every((line) => /^Environment=MTGW_\w+_FILE=%d\//.test(line))).toBe(true);
});

function sameKey(one: string, other: string): boolean {
  return one.split('=')[0] === other.split('=')[0];
}
