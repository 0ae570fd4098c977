import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { operationsDoc } from '../../src/commands/operations-doc';
import { verbs } from '../../src/commands/verbs';
import { operations } from '../../src/ops/catalog';
import { packageRoot } from '../../src/package-root';

it('docs/operations.md is what the declarations say; npm run docs writes it', () => {
  const page = readFileSync(join(packageRoot, 'docs', 'operations.md'), 'utf8');
  expect(page).toBe(operationsDoc(operations, verbs));
});
