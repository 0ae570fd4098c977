import { ConfigError } from './config/config-error';
import { roleOf, runRole } from './roles/run';

async function main(word: string | undefined): Promise<void> {
  await runRole(roleOf(word), undefined);
}

main(process.argv[2]).then(
  () => process.exit(0),
  (error: unknown) => {
    const known = error instanceof ConfigError;
    process.stderr.write(`${known ? error.message : ((error as Error).stack ?? String(error))}\n`);
    process.exit(1);
  },
);
