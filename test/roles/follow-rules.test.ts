import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config/directory';
import { packageRoot } from '../../src/package-root';
import { followRules, type LiveRules } from '../../src/roles/follow-rules';
import { listeningLog, until } from '../adapters/redis/fixture';

let directory: string;
let rules: LiveRules;
let log: ReturnType<typeof listeningLog>;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mtgw-rules-'));
  cpSync(join(packageRoot, 'examples', 'config'), directory, { recursive: true });
  log = listeningLog();
  rules = followRules({ config: readConfig(directory), directory }, log, 10);
});
afterEach(async () => {
  await rules.stop();
  rmSync(directory, { recursive: true, force: true });
});

const read = (name: string) => readFileSync(join(directory, name), 'utf8');
/** As an editor or a deployment does it: never a half-written file. */
function put(name: string, text: string): void {
  writeFileSync(join(directory, 'next'), text);
  renameSync(join(directory, 'next'), join(directory, name));
}

it('an approver who is taken out of the group is out of it, without a restart', async () => {
  expect(rules.people.groupsOf('bob')).toEqual(['network-leads']);
  put('people.yaml', read('people.yaml').replace('groups: [network-leads]', 'groups: []'));
  await until(() => rules.people.groupsOf('bob')?.length === 0);
  expect(rules.people.byId('bob')?.groups).toEqual([]);
});

it('the policy follows its file, and the shipped one holds once that is gone', async () => {
  const { policy } = rules;
  put(
    'policy.yaml',
    read('policy.yaml').replaceAll('confirmWithinMinutes: 30', 'confirmWithinMinutes: 7'),
  );
  await until(() => policy.rules[0]?.confirmWithinMinutes === 7);
  rmSync(join(directory, 'policy.yaml'));
  await until(() => policy.rules[0]?.confirmWithinMinutes === 30);
});

it('a file that is not right changes nothing, and is said once', async () => {
  const right = read('people.yaml');
  put('people.yaml', 'bob: [');
  await until(() => log.said.length > 0);
  put('policy.yaml', 'version: 1\nreaders: []\n');
  await until(() => log.said.length > 1);
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect(log.said).toHaveLength(2);
  expect(log.said[0]).toMatch(
    /^error people.yaml or policy.yaml is not right; what was read before holds on .*people\.yaml, line 1/,
  );
  expect(log.said[1]).toMatch(/policy\.yaml: readers/);
  expect(rules.people.groupsOf('bob')).toEqual(['network-leads']);
  put('people.yaml', right.replace('groups: [network-leads]', 'groups: []'));
  rmSync(join(directory, 'policy.yaml'));
  await until(() => rules.people.groupsOf('bob')?.length === 0);
});
