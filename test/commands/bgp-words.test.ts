import { readLine } from '../../src/commands/grammar';
import { findVerb } from '../../src/commands/lookup';
import { operations } from '../../src/ops/catalog';
import { refusalOf } from './small-world';

test.each([
  ['add-bgp-neighbor', 'add-bgp-peer'],
  ['add bgp peering', 'add-bgp-peer'],
  ['new-neighbour', 'add-bgp-peer'],
  ['delete-bgp-session', 'remove-bgp-peer'],
  ['list bgp sessions', 'list-bgp-peer'],
  ['list-peers', 'list-bgp-peer'],
  ['show-bgp-peer', 'show-bgp'],
  ['show-bgp-router', 'show-bgp'],
  ['show routes', 'show-bgp'],
  ['bgp status', 'show-bgp'],
])('%j was probably meant as %s', (typed, name) => {
  const line = readLine(typed);
  expect(refusalOf(() => findVerb(line, operations)).suggestions[0]).toBe(name);
});
