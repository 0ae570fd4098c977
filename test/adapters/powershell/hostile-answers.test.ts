import { readAnswers } from '../../../src/adapters/powershell/answer';
import { readClixml } from '../../../src/adapters/powershell/clixml/read';
import { scrub } from '../../../src/adapters/powershell/scrub';
import { readTargets } from '../../../src/adapters/powershell/targets';
import type { PsValue } from '../../../src/ports/shells';

/* A gateway that is broken, or in strange hands, must not stop the worker of all the others. */

/** `$x = @($x, $x)`, so often: a few hundred bytes that stand for two to that power of lists. */
function fanOut(levels: number): string {
  let inner = '<Obj RefId="0"><LST><S>Zebra-Violin</S></LST></Obj>';
  for (let level = 1; level <= levels; level++) {
    inner = `<Obj RefId="${level}"><LST>${inner}<Ref RefId="${level - 1}"/></LST></Obj>`;
  }
  return `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">${inner}</Objs>`;
}

test('a list that stands twice in a list, forty times over, is scrubbed as what it is', () => {
  const [read] = readClixml(fanOut(40));
  let at = scrub(read, ['Zebra-Violin']) as PsValue[];
  for (let level = 0; level < 40; level++) {
    expect(at[0]).toBe(at[1]);
    at = at[0] as PsValue[];
  }
  expect(at).toEqual(['•••']);
});

test('what a gateway says is cut before it goes into records', async () => {
  const long = 'x'.repeat(2_000_000);
  const errors = Array.from({ length: 20_000 }, () => [long, 'c', long, false]);
  const result = [[], errors, Array.from({ length: 20_000 }, () => long), 1];
  const { answers } = await readAnswers([['gw1', 'answered', '', false, [result]]] as PsValue, 1e6);
  const [answer] = answers;
  if (answer?.outcome !== 'answered') throw new Error('not answered');
  const [{ errors: kept, warnings } = { errors: [], warnings: [] }] = answer.results;
  expect([kept.length, warnings.length]).toEqual([20, 20]);
  expect(kept[0]?.message).toBe(`${'x'.repeat(1_999)}…`);
  expect(JSON.stringify(answer).length).toBeLessThan(150_000);
});

test('a message that ends a call is cut as well', async () => {
  const value = [['gw1', 'died', 'y'.repeat(9_000), false, []]] as PsValue;
  expect((await readAnswers(value, 1e6)).answers[0]).toMatchObject({
    message: `${'y'.repeat(1_999)}…`,
  });
});

test.each([
  ['host', '-oProxyCommand=touch x'],
  ['host', 'gw1 -v'],
  ['host', 'gw1"'],
  ['user', '-oProxyCommand=x'],
  ['user', 'root x'],
  ['keyFile', '-oProxyCommand=x'],
  ['keyFile', '/keys/a\nb'],
  ['knownHosts', ' -x'],
  ['knownHosts', '/hosts" -x'],
  ['subsystem', '-oProxyCommand=x'],
  ['subsystem', 'power shell'],
])('a %s that ssh could take for something else is refused: %s', (field, odd) => {
  const target = {
    kind: 'ssh',
    host: 'gw1.example.net',
    user: 'mtgw',
    keyFile: '/k',
    [field]: odd,
  };
  expect(() => readTargets({ gw1: target })).toThrow('Target gw1');
});

test.each(['gw1', 'gw1.example.net', '192.0.2.7', '2001:db8::7', 'fe80::1%eth0', '_gw'])(
  'the host %s is one',
  (host) => {
    for (const user of ['mtgw', 'CONTOSO\\mtgw', 'mtgw@contoso.net', 'gmsa$']) {
      expect(readTargets({ gw1: { kind: 'ssh', host, user, keyFile: '/k' } }).size).toBe(1);
    }
  },
);
