import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peopleSchema } from '../../src/world/people';
import { readYaml } from '../../src/config/read-yaml';

it('a key of several lines is told in one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mtgw-config-'));
  const file = join(folder, 'people.yaml');
  writeFileSync(file, '"\\r Who\\npeople\\u2028are": { name: Alice }\n');
  const problems: string[] = [];
  readYaml(file, 'people.yaml', peopleSchema, problems);
  rmSync(folder, { recursive: true });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^people\.yaml: Who people are: ./);
});
