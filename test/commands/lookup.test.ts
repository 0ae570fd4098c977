import { readLine } from '../../src/commands/grammar';
import { findVerb } from '../../src/commands/lookup';
import { everything, operations, refusalOf } from './small-world';

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

test('what a person may not run is found by its name, and never offered', () => {
  const allowed = operations.filter(({ kind }) => kind === 'query');
  expect(findVerb(readLine('add-s2s'), operations, allowed).name).toBe('add-s2s');
  const { message, suggestions } = refusalOf(() =>
    findVerb(readLine('ad-s2s'), operations, allowed),
  );
  expect([message, ...suggestions].join()).not.toContain('add-s2s');
});
