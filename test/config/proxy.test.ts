import { ConfigError } from '../../src/config/config-error';
import { readProxy } from '../../src/config/proxy';

const [secure, plain] = ['http://secure.example:3128', 'http://plain.example:3128'];
const hostFor = (env: Record<string, string>, address: string) =>
  readProxy(env)?.(address)?.hostname;

test('where the environment names no proxy there is none', () => {
  expect(readProxy({})).toBeUndefined();
  expect(readProxy({ HTTPS_PROXY: '', NO_PROXY: 'slack.com' })).toBeUndefined();
});

test('the scheme of the address says which one is used, and ALL_PROXY stands in for both', () => {
  const both = { HTTPS_PROXY: secure, HTTP_PROXY: plain };
  expect(hostFor(both, 'https://slack.com/api/')).toBe('secure.example');
  expect(hostFor(both, 'http://slack.com/api/')).toBe('plain.example');
  expect(hostFor({ HTTP_PROXY: plain }, 'https://slack.com')).toBeUndefined();
  const all = { HTTPS_PROXY: secure, ALL_PROXY: 'http://all.example:3128' };
  expect(hostFor(all, 'https://slack.com')).toBe('secure.example');
  expect(hostFor(all, 'http://slack.com')).toBe('all.example');
});

test('the name in small letters comes first', () => {
  const env = {
    HTTPS_PROXY: secure,
    https_proxy: 'https://small.example:443',
    no_proxy: 'b.example',
  };
  expect(hostFor({ ...env, NO_PROXY: '*' }, 'https://a.example')).toBe('small.example');
  expect(hostFor(env, 'https://b.example')).toBeUndefined();
});

test('a proxy without a scheme is an HTTP one', () => {
  const proxy = readProxy({ HTTPS_PROXY: 'mtgw:p%40ss@proxy.example:3128' })?.('https://slack.com');
  expect(proxy).toMatchObject({
    protocol: 'http:',
    username: 'mtgw',
    password: 'p%40ss',
    port: '3128',
  });
});

test.each([
  ['*', 'https://slack.com', true],
  ['slack.com', 'https://slack.com/api/', true],
  ['slack.com', 'https://hooks.slack.com', true],
  ['.slack.com', 'https://hooks.slack.com', true],
  ['.slack.com', 'https://slack.com', true],
  ['*.slack.com', 'https://hooks.slack.com', true],
  ['SLACK.com', 'https://slack.com', true],
  ['slack.com', 'https://notslack.com', false],
  ['hooks.slack.com', 'https://slack.com', false],
  ['a.example, slack.com', 'https://slack.com', true],
  ['a.example slack.com', 'https://slack.com', true],
  ['slack.com:443', 'https://slack.com', true],
  ['slack.com:8443', 'https://slack.com', false],
  ['192.0.2.7', 'https://192.0.2.7', true],
  ['0.2.7', 'https://192.0.2.7', false],
  ['192.0.2.0/24', 'https://192.0.2.7', true],
  ['192.0.2.0/24', 'https://192.0.3.7', false],
  ['192.0.2.0/99', 'https://192.0.2.7', false],
  ['2001:db8::/32', 'https://[2001:db8::7]/', true],
  ['2001:db8::7', 'https://[2001:db8::7]/', true],
  ['[2001:db8::7]', 'https://[2001:db8::7]/', true],
])('with NO_PROXY=%s, %s is reached directly: %s', (noProxy, address, isDirect) => {
  const proxy = hostFor({ HTTPS_PROXY: secure, NO_PROXY: noProxy }, address);
  expect(proxy).toBe(isDirect ? undefined : 'secure.example');
});

test.each([
  'http://127.0.0.1:8080',
  'http://localhost',
  'http://a.localhost:1',
  'http://[::1]:8080',
])('%s is this machine, which no proxy leads to', (address) => {
  expect(hostFor({ HTTP_PROXY: plain }, address)).toBeUndefined();
  expect(hostFor({ HTTP_PROXY: plain }, 'http://127.0.0.1.example')).toBe('plain.example');
});

test.each([
  'socks5://mtgw:secret@proxy.example:1080',
  'http://mtgw:secret@proxy.example',
  'http://[',
  'secret',
])('a proxy that cannot be used is refused by its name, without its value', (value) => {
  expect(() => readProxy({ HTTPS_PROXY: value })).toThrow(ConfigError);
  expect(() => readProxy({ https_proxy: value })).toThrow(
    /HTTPS_PROXY: use the address of an HTTP proxy with its port/,
  );
  expect(() => readProxy({ HTTPS_PROXY: value })).not.toThrow(/secret/);
});
