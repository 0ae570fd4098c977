import { ConfigError } from './config/config-error';
import { UnavailableError, UserError } from './errors';
import { roleOf, runRole } from './roles/run';

async function main(word: string | undefined): Promise<void> {
  await runRole(roleOf(word));
}

main(process.argv[2]).then(
  () => process.exit(0),
  (error: unknown) => {
    const known = [ConfigError, UnavailableError, UserError].some((kind) => error instanceof kind);
    const text = known ? (error as Error).message : ((error as Error).stack ?? String(error));
    process.stderr.write(`${text}\n`);
    process.exit(1);
  },
);
