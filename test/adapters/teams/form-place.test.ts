import { createFormPlaces } from '../../../src/adapters/teams/form-place';

const place = { chat: 'teams' as const, channel: '19:contoso@thread.tacv2', thread: '17' };
const places = createFormPlaces('the secret of the bot');

test('a form counts in the place that it was asked for in, in any process of the bot', () => {
  const sealed = places.seal(place, 'alice');
  expect(createFormPlaces('the secret of the bot').open(sealed, 'alice')).toEqual(place);
  const { thread: _, ...channel } = place;
  expect(places.open(places.seal(channel, 'alice'), 'alice')).toEqual(channel);
});

test.each<[string, (sealed: string) => unknown, string]>([
  ['of somebody else', (sealed) => sealed, 'bob'],
  ['with another channel', (sealed) => sealed.replace('contoso', 'fabrikam'), 'alice'],
  ['with another thread', (sealed) => sealed.replace(/17$/, '18'), 'alice'],
  ['without a seal', () => '\n19:fabrikam@thread.tacv2\n', 'alice'],
  ['that is no text', () => ({ channel: 'x' }), 'alice'],
])('a form %s counts where it was sent from', (_what, change, person) => {
  expect(places.open(change(places.seal(place, 'alice')), person)).toBeUndefined();
});

test('without a secret no other process can have written it', () => {
  const sealed = createFormPlaces('').seal(place, 'alice');
  expect(createFormPlaces('').open(sealed, 'alice')).toBeUndefined();
});
