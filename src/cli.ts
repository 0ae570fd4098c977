#!/usr/bin/env node
import { showSecret } from './roles/secret-command';
import { verifyAudit } from './roles/audit-command';
import { operationsDoc } from './commands/operations-doc';
import { verbs } from './commands/verbs';
import { operations } from './ops/catalog';
import { ConfigError } from './config';
import { playFiles } from './sandbox/play/command';
import { UnavailableError } from './errors';

const usage = `mtgw play FILE...     play conversation files, each in a fresh sandbox
mtgw audit verify     prove that nobody changed the audit trail
mtgw docs             print docs/operations.md
mtgw secret show ID   show the key that the bot made for a request, once
`;

async function main([command, ...rest]: string[]): Promise<number> {
  if (command === 'play') return playFiles(rest);
  if (command === 'audit' && rest[0] === 'verify') return verifyAudit();
  if (command === 'docs') {
    process.stdout.write(operationsDoc(operations, verbs));
    return 0;
  }
  if (command === 'secret' && rest[0] === 'show') return showSecret(rest[1]);
  process.stderr.write(usage);
  return command === undefined || command === 'help' ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    const known = error instanceof ConfigError || error instanceof UnavailableError;
    process.stderr.write(`${known ? error.message : ((error as Error).stack ?? String(error))}\n`);
    process.exit(1);
  },
);
