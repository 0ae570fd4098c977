import { z } from 'zod';
import { readBy, type SchemaProblem } from '../../schema-problems';
import type { Writable } from './clixml/write';

/** A name that ssh could take for one of its own options never reaches it. */
const host = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9_:[][A-Za-z0-9_.:%\]-]*$/, 'use a host name or an address');
const user = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9_.][A-Za-z0-9_.\\@$-]*$/, 'use an account name, such as mtgw or DOMAIN\\mtgw');
const file = z
  .string()
  .max(4_096)
  .regex(/^[^\s\p{Cc}"-][^\p{Cc}"]*$/u, 'use the path of a file');
const subsystem = z
  .string()
  .max(64)
  .regex(/^\w[\w.-]*$/, 'use the name of a subsystem of sshd');

/**
 * How one machine is reached. `local` is the machine of this process, or a simulated one. `ssh` needs OpenSSH and
 * PowerShell 7 on the gateway; its JEA endpoint is a subsystem of sshd, because New-PSSession takes no configuration
 * name over SSH. `winrm` needs a Windows worker; without a certificate it is Kerberos as the worker's own account.
 */
export const targetSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('local'),
    /** A module that plays the machine: imported with these arguments, and nothing else is found by name. */
    simulator: z.strictObject({ module: z.string(), arguments: z.array(z.string()) }).optional(),
  }),
  z.strictObject({
    kind: z.literal('ssh'),
    host,
    user,
    keyFile: file,
    port: z.int().min(1).max(65_535).default(22),
    /** Host keys, in the form of ssh's known_hosts; the worker account's own file when left out. */
    knownHosts: file.optional(),
    /** The sshd subsystem of the endpoint; sshd's `powershell` when left out. */
    subsystem: subsystem.optional(),
  }),
  z.strictObject({
    kind: z.literal('winrm'),
    host,
    /** 5985, or 5986 with TLS. */
    port: z.int().min(1).max(65_535).optional(),
    tls: z.boolean().default(false),
    /** The JEA endpoint. */
    configuration: z.string().min(1).optional(),
    /** A certificate in the worker's own store, in place of Kerberos. */
    certificateThumbprint: z
      .string()
      .regex(/^[0-9A-Fa-f]{40}$/, 'use its 40 hexadecimal digits, without blanks')
      .optional(),
  }),
]);

export type TargetConfig = z.infer<typeof targetSchema>;

/** Check every target at once. Throws an Error that names each one that is wrong, and why. */
export function readTargets(targets: Readonly<Record<string, unknown>>): Map<string, TargetConfig> {
  const problems: string[] = [];
  const read = new Map<string, TargetConfig>();
  for (const [name, config] of Object.entries(targets)) {
    const parsed = readBy(targetSchema, config);
    if ('data' in parsed) read.set(name, parsed.data);
    else problems.push(...parsed.problems.map((problem) => told(name, problem)));
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return read;
}

function told(name: string, { path, sentence }: SchemaProblem): string {
  const where = path.length === 0 ? '' : `${path.join('.')}: `;
  return `Target ${name}: ${where}${sentence}.`;
}

/** What the boundary needs to open a session: a module to play with, or the parameters of New-PSSession. */
export function openingOf(target: TargetConfig): { [key: string]: Writable } {
  switch (target.kind) {
    case 'local':
      return target.simulator ? { ...target.simulator } : {};
    case 'ssh':
      return {
        session: {
          HostName: target.host,
          UserName: target.user,
          KeyFilePath: target.keyFile,
          Port: target.port,
          ...(target.subsystem === undefined ? {} : { Subsystem: target.subsystem }),
          // Nobody is there to type a password or to accept a key that is not known. PowerShell 7.4 and later.
          Options: {
            BatchMode: 'yes',
            StrictHostKeyChecking: 'yes',
            ...(target.knownHosts === undefined ? {} : { UserKnownHostsFile: target.knownHosts }),
          },
        },
      };
    case 'winrm':
      return {
        session: {
          ComputerName: target.host,
          ...(target.port === undefined ? {} : { Port: target.port }),
          ...(target.tls ? { UseSSL: true } : {}),
          ...(target.configuration === undefined
            ? {}
            : { ConfigurationName: target.configuration }),
          ...(target.certificateThumbprint === undefined
            ? { Authentication: 'Kerberos' }
            : { CertificateThumbprint: target.certificateThumbprint }),
        },
      };
  }
}
