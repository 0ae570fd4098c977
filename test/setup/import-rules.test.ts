import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fakeMachine, removeFakeMachines } from './fake-machine';

afterAll(removeFakeMachines);

const repository = path.resolve(__dirname, '..', '..');
const config = path.join(repository, '.dependency-cruiser.cjs');

/** For each rule the files of a project that breaks it: path -> what it imports. */
const breaches: Record<string, Record<string, string>> = {
  'approvals-stands-alone': { 'approvals/decide.ts': '../src/ports/clock' },
  'approvals-is-pure': { 'approvals/rules/expiry.ts': 'node:fs' },
  'ports-know-no-bot': { 'src/message.ts': './world/inventory' },
  'facts-look-at-nothing': { 'src/facts/versions.ts': '../world/inventory' },
  'the-world-knows-no-work': { 'src/world/people.ts': '../commands/grammar' },
  'only-composition-knows-adapters': { 'src/workflow/run.ts': '../adapters/redis/store' },
  'operations-look-down': { 'src/ops/s2s/add.ts': '../../workflow/run' },
  'the-line-does-not-watch': { 'src/workflow/look.ts': '../watching/watch' },
  'workflow-does-not-know-words': { 'src/workflow/submit.ts': '../commands/grammar' },
  'nothing-imports-the-composition': { 'src/commands/stop.ts': '../main' },
  'adapters-know-ports-only': { 'src/adapters/redis/queue.ts': '../../workflow/run' },
  'adapters-stand-apart': { 'src/adapters/slack/render.ts': '../redis/store' },
  'loopback-reads-the-protocol-itself': {
    'src/sandbox/loopback/slack/text.ts': '../../../adapters/slack/blocks',
  },
  'only-in-adapters-slack': { 'src/commands/ask.ts': '@slack/bolt' },
  'only-in-adapters-teams': { 'src/commands/tell.ts': 'botbuilder' },
  'only-in-outbound': { 'src/commands/send.ts': 'undici' },
  'only-in-adapters-redis': { 'src/workflow/wait.ts': 'ioredis' },
  'only-in-adapters-powershell': { 'src/ops/run.ts': 'node-powershell' },
  'no-test-code-in-the-product': { 'src/commands/fake.ts': '../../test/fakes/clock' },
  'no-development-package-in-the-product': { 'src/commands/guess.ts': 'fast-check' },
  'no-undeclared-package': { 'src/commands/parse.ts': 'undeclared' },
  'no-cycle': { 'src/health/a.ts': './b', 'src/health/b.ts': './a' },
  'no-orphan': { 'src/health/forgotten.ts': '' },
  'no-unresolvable': { 'src/health/verdict.ts': './nowhere' },
};

/** What the breaches import. */
const innocent = [
  'src/ports/clock.ts',
  'src/world/inventory.ts',
  'src/watching/watch.ts',
  'src/main.ts',
  'src/workflow/run.ts',
  'src/commands/grammar.ts',
  'src/adapters/redis/store.ts',
  'src/adapters/slack/blocks.ts',
  'test/fakes/clock.ts',
];
const vendors = ['@slack/bolt', 'botbuilder', 'undici', 'ioredis', 'node-powershell', 'undeclared'];

function writeProject(root: string) {
  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  };
  for (const name of innocent) write(name, 'export const it = 1;\n');
  for (const name of [...vendors, 'fast-check']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'exports.it = 1;\n');
  }
  const dependencies = Object.fromEntries(vendors.slice(0, -1).map((name) => [name, '1.0.0']));
  write(
    'package.json',
    JSON.stringify({ dependencies, devDependencies: { 'fast-check': '1.0.0' } }),
  );
  write('tsconfig.json', '{ "compilerOptions": { "module": "node20" } }');
  for (const [name, target] of Object.values(breaches).flatMap(Object.entries<string>)) {
    write(
      name,
      target === '' ? 'export {};\n' : `import { it } from '${target}';\nexport { it };\n`,
    );
  }
}

interface Cruise {
  summary: { violations: { from: string; rule: { name: string } }[] };
}

test('every import rule finds what it is there for', () => {
  const { root } = fakeMachine();
  writeProject(root);
  const bin = path.join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const output = execFileSync(
    process.execPath,
    [bin, '--config', config, '--output-type', 'json', 'src', 'approvals', 'test'],
    { cwd: root, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 },
  );
  const { summary } = JSON.parse(output) as Cruise;
  const found = summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`);
  for (const [rule, files] of Object.entries(breaches)) {
    expect(found).toContain(`${rule}: ${Object.keys(files)[0]}`);
  }
});

test('every import rule says why it exists and has a breach above', () => {
  const { forbidden } = require(config) as { forbidden: { name: string; comment: string }[] };
  expect(forbidden.map(({ name }) => name)).toEqual(Object.keys(breaches));
  for (const { comment } of forbidden) expect(comment).toMatch(/^[A-Z].+\.$/);
});
