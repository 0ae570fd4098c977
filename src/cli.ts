#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { operationsDoc } from './commands/operations-doc';
import { verbs } from './commands/verbs';
import { ConfigError } from './config/config-error';
import { UnavailableError, UserError } from './errors';
import { operations } from './ops/catalog';
import { archiveNow } from './roles/archive-command';
import { sealBrokenAudit, verifyAudit } from './roles/audit-command';
import { runDoctor } from './roles/doctor/run';
import { printKeys, rotateKeys } from './roles/keys-command';
import { printManifest } from './roles/manifest-command';
import { roleNames, roleOf, runRole } from './roles/run';
import { simulate } from './roles/simulate-command';
import { setRequestAside } from './roles/set-aside-command';
import { showSecret } from './roles/secret-command';
import { playFiles } from './sandbox/play/command';

const usage = `mtgw sandbox [--remote gw1]       three simulated gateways and both chats, in the browser
mtgw all [--config DIR]           hear people and work on gateways, in one process
mtgw chat [--config DIR]          hear people only
mtgw worker [--config DIR]        work on gateways only
mtgw simulate [--config DIR]      make the gateways of the inventory that are simulated (docs/first-change.md)
mtgw simulate GATEWAY peer-key TUNNEL   give the far end of a tunnel its key; also drop-tunnel TUNNEL, heal, ...
mtgw doctor [chat|worker] [--config DIR]   try everything that the bot needs, and say what is missing
mtgw doctor --env FILE [--user NAME]   the same with the variables of a service's file, as the user whom it runs as
mtgw keys                         make the keys of a new installation
mtgw keys rotate [--config DIR]   put all that is kept under new keys, while the bot is stopped
mtgw manifest slack [--config DIR]   what Slack must be told about the bot
mtgw manifest teams [--config DIR]   the same for Teams
mtgw manifest gateway | gateway-ssh  the role that limits the bot on a gateway: for JEA, or for an SSH subsystem
mtgw manifest ... --out FILE      write it there, in UTF-8: the > of Windows PowerShell writes UTF-16
mtgw audit verify [--config DIR]  prove that nobody changed the audit trail
mtgw audit verify --archive FILE...   the same, and the archive files
mtgw audit verify --from SEQ:MAC      the same, and that the trail still holds that entry
mtgw audit seal --because WHY [--config DIR]   go on behind a break in the audit trail, and say so in it
mtgw set-aside ID --because WHY [--config DIR]   let go of a request whose record is not to be trusted
mtgw archive [--config DIR]       move what is old out of Redis, into the archive file
mtgw secret show ID [--config DIR]   show the key that the bot made for a request, once
mtgw play [--through real] [--remote gw1] FILE...   play conversation files, each in a sandbox as new
mtgw docs                         print docs/operations.md

--config names the configuration directory; MTGW_CONFIG does when it is left out.
`;

interface Words {
  rest: string[];
  config: string | undefined;
  through: string | undefined;
  /** Gateways of the sandbox that are reached over SSH, with commas between them. */
  remote: string | undefined;
  because: string | undefined;
  keyLost: boolean;
  archive: string[];
  from: string | undefined;
  /** A file of variables, as a service has it. */
  env: string | undefined;
  user: string | undefined;
  out: string | undefined;
}

const commands: Record<string, (words: Words) => Promise<number>> = {
  play: async ({ rest, remote, through = 'page' }) => {
    if (through !== 'page' && through !== 'real') {
      throw new UserError(`--through is page or real, not ${through}.`);
    }
    return playFiles(rest, { through, remote: listed(remote) });
  },
  doctor: ({ rest, config, env, user }) => runDoctor({ role: rest[0], config, env, user }),
  simulate: ({ rest, config }) => simulate(config, rest),
  keys: async ({ rest, config }) => {
    if (rest[0] === undefined) return printKeys();
    if (rest[0] === 'rotate') return rotateKeys(config);
    throw new UserError('Say: mtgw keys, or: mtgw keys rotate');
  },
  manifest: async ({ rest, config, out }) => printManifest(rest[0], { directory: config, out }),
  audit: async ({ rest, config, because, keyLost, archive, from }) => {
    if (rest[0] === 'verify') return verifyAudit(config, archive, from);
    if (rest[0] === 'seal') return sealBrokenAudit(config, { because, keyLost });
    throw new UserError('Say: mtgw audit verify, or: mtgw audit seal --because "..."');
  },
  'set-aside': ({ rest, config, because }) => setRequestAside(config, rest[0], because),
  archive: ({ config }) => archiveNow(config),
  secret: async ({ rest, config }) => {
    if (rest[0] !== 'show') throw new UserError('Say which request: mtgw secret show CR-1042');
    return showSecret(rest[1], config);
  },
  docs: async () => {
    process.stdout.write(operationsDoc(operations, verbs));
    return 0;
  },
  help: async () => {
    process.stdout.write(usage);
    return 0;
  },
};

async function main(argv: string[]): Promise<number> {
  const { command, ...words } = readWords(argv);
  if (roleNames.some((role) => role === command)) {
    const { config: directory, remote } = words;
    await runRole(roleOf(command), { directory, remote: listed(remote) });
    return 0;
  }
  const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (run === undefined) throw new UserError(`mtgw has no command "${command}".\n\n${usage}`);
  return run(words);
}

function listed(names: string | undefined): string[] {
  return names?.split(',') ?? [];
}

function readWords(argv: string[]): Words & { command: string } {
  try {
    const text = { type: 'string' } as const;
    const options = {
      config: text,
      through: text,
      remote: text,
      because: text,
      from: text,
      env: text,
      user: text,
      out: text,
      'key-lost': { type: 'boolean' },
      archive: { ...text, multiple: true },
    } as const;
    const { positionals, values } = parseArgs({ args: argv, options, allowPositionals: true });
    const [command = 'help', ...rest] = positionals;
    const { config, through, remote, because, from, env, user, out } = values;
    const { 'key-lost': keyLost = false, archive = [] } = values;
    const said = { config, through, remote, because, from, env, user, out };
    return { ...said, command, rest, keyLost, archive };
  } catch (error) {
    // Node's own words, which name the option at fault.
    throw new UserError(`${(error as Error).message}\n\n${usage}`);
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    const known = [ConfigError, UnavailableError, UserError].some((kind) => error instanceof kind);
    const text = known ? (error as Error).message : ((error as Error).stack ?? String(error));
    process.stderr.write(`${text.trimEnd()}\n`);
    process.exit(1);
  },
);
