import { parseLine, readLine } from '../../src/commands/grammar';
import { interpret, refusalOf, understand } from './small-world';

test.each([
  ['deny CR-1007 because the twin is there', 'the twin is there'],
  [
    'deny CR-1007 because: the peer’s key, "old", is the one in use',
    'the peer\'s key, "old", is the one in use',
  ],
  ['deny CR-1007 Because it says the wrong site=hq', 'it says the wrong site=hq'],
  ['deny CR-1007 because "not today"', 'not today'],
  ['deny CR-1007 because="not because of you"', 'not because of you'],
  ['keep CR-1007 because the far end follows on Monday', 'the far end follows on Monday'],
  ['resolve CR-1007 as=close because it was settled by hand', 'it was settled by hand'],
])('%s has a reason, to the end of the line', (typed, because) => {
  const { given, missing, canonical } = understand(typed);
  expect(given).toMatchObject({ request: 'CR-1007', because });
  expect(missing).toEqual([]);
  expect(interpret(parseLine(canonical)).given).toEqual(given);
});

test('a verb that is not ours keeps the reason in the line that is offered', () => {
  const { suggestions } = refusalOf(() => understand('reject CR-7 because the twin is the same'));
  expect(suggestions).toEqual(['deny CR-7 because="the twin is the same"']);
});

test.each([
  'deny CR-1 because the psk is Rk7#mQ2vLp9!xW4z',
  'deny CR-1 because psk=hunter2hunter2',
])('a key in such a reason is refused as anywhere: %s', (typed) => {
  expect(refusalOf(() => readLine(typed)).message).toMatch(/^psk is a secret/);
});

test.each([
  ['deny CR-1 because', []],
  ['set-s2s note="we did it because of him"', ['note']],
  ["set-s2s note='we did it because of him'", ['note']],
  ['deny CR-1 because = x', ['because']],
])('%s is read as it stands', (typed, names) => {
  expect(Object.keys(readLine(typed).words)).toEqual(names);
});
