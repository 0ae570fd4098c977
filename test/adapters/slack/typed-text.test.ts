import fc from 'fast-check';
import { readTyped } from '../../../src/adapters/slack/typed-text';

describe('what a person typed', () => {
  test.each([
    ['<@U0MTGWBOT> show CR-1042', 'show CR-1042'],
    ['hey <@U0MTGWBOT>', 'hey'],
    ['ask <@U0BOB|bob> in <#C0MTGW|mtgw>', 'ask @bob in #mtgw'],
    [
      'destination=<http://vpn.contoso.example|vpn.contoso.example>',
      'destination=vpn.contoso.example',
    ],
    ['see <https://contoso.example/a?b=1&amp;c=2>', 'see https://contoso.example/a?b=1&c=2'],
    ['psk=a&lt;b&gt;c&amp;lt;', 'psk=a<b>c&lt;'],
    ['psk=x<y>z', 'psk=x<y>z'],
    ['<!here> help', '@here help'],
  ])('%j is %j', (sent, typed) => {
    expect(readTyped(sent, 'U0MTGWBOT')).toBe(typed);
  });

  test('comes back as it was typed, whatever it was', () => {
    const escape = (text: string) =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'&<>;ltgampx=|@#! '.split('')) }),
        (text) => {
          expect(readTyped(escape(text), 'U0MTGWBOT')).toBe(text.trim());
        },
      ),
    );
  });
});
