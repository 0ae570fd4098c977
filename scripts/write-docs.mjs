// Writes the pages that are generated from the declarations.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const page = execFileSync(process.execPath, ['dist/src/cli.js', 'docs'], { encoding: 'utf8' });
writeFileSync('docs/operations.md', page);
