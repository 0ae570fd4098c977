import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkNodeVersion } from '../../scripts/setup/node-version.cjs';
import { takeLock } from '../../scripts/setup/one-at-a-time.cjs';
import { isFresh, listFiles, stamped } from '../../scripts/setup/sources.cjs';
import { fakeMachine, removeFakeMachines } from './fake-machine';

afterAll(removeFakeMachines);

/** A folder of two sources and the stamp of what is made from them. */
function workshop() {
  const { root } = fakeMachine();
  const file = (name: string) => path.join(root, name);
  writeFileSync(file('a.ts'), 'a');
  writeFileSync(file('b.ts'), 'b');
  return {
    root,
    file,
    stamp: file('made/.sources'),
    sources: () => listFiles([file('a.ts'), file('b.ts')]),
  };
}

test('what was made is fresh until a source changes or goes away', () => {
  const { file, stamp, sources } = workshop();
  expect(isFresh(stamp, sources())).toBe(false);
  stamped(stamp, sources(), () => undefined);
  expect(isFresh(stamp, sources())).toBe(true);
  writeFileSync(file('a.ts'), 'changed');
  expect(isFresh(stamp, sources())).toBe(false);
  stamped(stamp, sources(), () => undefined);
  rmSync(file('b.ts'));
  expect(isFresh(stamp, sources())).toBe(false);
});

test('a failure leaves nothing that looks fresh', () => {
  const { stamp, sources } = workshop();
  stamped(stamp, sources(), () => undefined);
  const fail = () => {
    throw new Error('does not compile');
  };
  expect(() => stamped(stamp, sources(), fail)).toThrow('does not compile');
  expect(isFresh(stamp, sources())).toBe(false);
});

test('a set-up that was killed locks nobody out', () => {
  const { root } = fakeMachine();
  takeLock(root, () => undefined)();
  // No process has this id: it is above what any supported system gives.
  writeFileSync(path.join(root, '.cache', 'setup.lock'), '99999999');
  const lines: string[] = [];
  takeLock(root, (line) => lines.push(line))();
  expect(lines).toEqual([]);
});

test.each(['20.19.0', '20.20.2', '22.12.0', '24.1.0'])('Node %s is supported', (version) => {
  expect(() => checkNodeVersion(version)).not.toThrow();
});

test.each(['18.20.4', '20.11.0', '21.7.0', '22.11.0'])('Node %s is refused', (version) => {
  expect(() => checkNodeVersion(version)).toThrow(`Node.js ${version} is not supported`);
});
