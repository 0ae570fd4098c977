import { sourceRules } from '../../scripts/source-rules.cjs';

/** The reasons that the rules give for one line in a file of that name. */
function reasons(path: string, ...lines: string[]) {
  return sourceRules
    .filter(({ files, except }) => files.test(path) && !except?.test(path))
    .filter((rule) => rule.find({ path, lines }).length > 0)
    .map(({ why }) => why);
}

// Written in pieces, or this file would break the rules that it is about.
const home = ['', 'home', 'alice', 'mtgw'].join('/');
const later = ['// TO', 'DO: later'].join('');
const alone = ['test', "only('one', run);"].join('.');
const left = ['describe', "skip('the page', run);"].join('.');
const resolved = ['"resolved": "http', 's://registry.example/a.tgz"'].join('');

test.each([
  ['src/workflow.ts', 'const token = process.env.TOKEN;', 'src/config/ alone'],
  ['src/workflow.ts', later, 'unfinished work'],
  ['docs/operate.md', 'see [the plan](../nowhere.md#steps)', 'a link leads nowhere'],
  ['docs/operate.md', `cd ${home}`, 'a path of one machine'],
  ['src/utils/text.ts', '', 'a name says what is inside'],
  ['src/ops/gateway-manager.ts', '', 'a name says what is inside'],
  ['src/ops/index.ts', '', 'no barrel files'],
  ['src/ops/AddTunnel.ts', '', 'kebab-case'],
  ['test/ops/s2s.test.ts', alone, 'runs alone'],
  ['test/ops/s2s.test.ts', left, 'proves nothing'],
  ['package-lock.json', resolved, 'names no registry'],
])('%s with `%s` is a finding', (path, line, why) => {
  expect(reasons(path, line)).toEqual([expect.stringContaining(why)]);
});

test('a file of more than 300 lines is a finding', () => {
  const lines = (count: number) => Array.from({ length: count }, () => 'x').concat('');
  expect(reasons('src/workflow.ts', ...lines(300))).toEqual([]);
  expect(reasons('src/workflow.ts', ...lines(301))).toHaveLength(1);
});

const undocumented = expect.stringContaining('says what it is for');
const declared = 'export function isUp(tunnel: Tunnel): boolean {';

test.each([
  [declared],
  ['export async function cancel('],
  ['export const ok = (what: string): Finding => ({ what });'],
  ['export const isNamed: Test = async (name) => {'],
  ['// Up, by the word of the gateway.', declared],
  ['/* How tunnels stand. */', declared],
  ['/** How tunnels stand. */', '', declared],
  ['/** */', declared],
  ['/** Who owns it. */', 'type Owner = string;', declared],
])('an exported function without a docstring right above it is a finding: %s', (...lines) => {
  expect(reasons('src/ops/s2s/s2s.ts', ...lines)).toEqual([undocumented]);
  expect(reasons('approvals/request.ts', ...lines)).toEqual([undocumented]);
});

test.each([
  ['/** Up, by the word of the gateway. */', declared],
  ['/**', ' * Up, by the word of the gateway.', ' * @throws GatewayError', ' */', declared],
  ['/** @throws UserError when there is none */', 'export async function cancel('],
  ['/** Up. */\r', `${declared}\r`],
  ['function isUp(tunnel: Tunnel): boolean {'],
  ['export const names: readonly string[] = world.map((machine) => machine.name);'],
])('an exported function with a docstring right above it is fine, and so is: %s', (...lines) => {
  expect(reasons('src/ops/s2s/s2s.ts', ...lines)).toEqual([]);
});

test('functions outside of src and approvals need no docstring', () => {
  expect(reasons('test/fakes/clock.ts', declared)).toEqual([]);
});

test.each([
  ['src/config/process.ts', 'const token = process.env.TOKEN;'],
  ['bench/main.ts', 'const runs = process.env.RUNS;'],
  ['src/ops/s2s/add.ts', 'const only = tunnels.filter(isUp);'],
  [
    'docs/operate.md',
    'see [how](../README.md#steps), [there](https://example.org), [above](#above)',
  ],
  ['docs/operate.md', 'https://learn.microsoft.com/windows-server/remote/'],
])('%s with `%s` is fine', (path, line) => {
  expect(reasons(path, line)).toEqual([]);
});
