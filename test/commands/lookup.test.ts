import { readLine } from '../../src/commands/grammar';
import { findVerb } from '../../src/commands/lookup';
import { readArgs } from '../../src/commands/read-args';
import { everything, inventory, operations, refusalOf } from './small-world';

test.each([
  ['create-s2s', 'add-s2s'],
  ['delete-s2s', 'remove-s2s'],
  ['s2s-list', 'list-s2s'],
  ['add s2s', 'add-s2s'],
  ['new tunnel', 'add-s2s'],
  ['tunnels list', 'list-s2s'],
  ['list-tunnel', 'list-s2s'],
  ['show-bgp-peers', 'show-bgp-peer'],
  ['show bgp neighbor', 'show-bgp-peer'],
  ['delete site-to-site', 'remove-s2s'],
  ['rotate psk', 'rotate-psk'],
  ['list-request', 'list-requests'],
  ['requests', 'list-requests'],
  ['aprove', 'approve'],
  ['rollback', 'undo'],
  ['verify audit', 'audit-verify'],
  ['reboot-gateway', 'restart-gateway'],
])('%j was probably meant as %s', (typed, name) => {
  const line = readLine(typed);
  expect(refusalOf(() => findVerb(line, everything)).suggestions[0]).toBe(name);
});

test('the corrected line keeps all else that was said', () => {
  const line = readLine('new tunnel tenant=contoso note="it is late" persistent');
  expect(refusalOf(() => findVerb(line, everything)).suggestions).toEqual([
    'add-s2s tenant=contoso note="it is late" persistent',
  ]);
});

test.each([
  ['show CR-1007', ['show-request CR-1007']],
  ['view #1007', ['show-request #1007']],
  ['status CR-1007', ['show-request CR-1007']],
  ['frobnicate CR-1007', ['show-request CR-1007']],
  ['reject that CR-1007 because of it', ['deny CR-1007 because="of it"']],
  ['hey health please', ['health']],
  ['could you list-s2s tenant=contoso please', ['list-s2s tenant=contoso']],
  ['hey there', ['help']],
  ['no please', ['help']],
  ['show tenant=contoso site=hq', ['show-bgp-peer tenant=contoso site=hq']],
])('%j offers only what would work for it: %j', (typed, lines) => {
  const health = { name: 'health', kind: 'query', summary: '', args: {}, examples: [] } as const;
  const { suggestions } = refusalOf(() => findVerb(readLine(typed), [...everything, health]));
  expect(suggestions).toEqual(lines);
  for (const each of suggestions) {
    const line = readLine(each);
    const of = findVerb(line, [...everything, health]);
    expect(readArgs(of, line, { inventory }).missing).toEqual([]);
  }
});

test('what a person may not run is found by its name, and never offered', () => {
  const allowed = operations.filter(({ kind }) => kind === 'query');
  expect(findVerb(readLine('add-s2s'), operations, allowed).name).toBe('add-s2s');
  const { message, suggestions } = refusalOf(() =>
    findVerb(readLine('ad-s2s'), operations, allowed),
  );
  expect([message, ...suggestions].join()).not.toContain('add-s2s');
});
