import { parseLine } from '../../src/commands/grammar';
import { parseArgs } from '../../src/commands/parse-args';
import { readArgs } from '../../src/commands/read-args';
import { history } from '../../src/commands/verbs';
import type { SecretRef } from '../../approvals/plan';
import { addTunnel, inventory, refusalOf, setTunnel, understand } from './small-world';

test('the channel of a tenant fills the tenant in', () => {
  expect(understand('add-s2s site=hq', 'contoso').given).toEqual({ tenant: 'contoso', site: 'hq' });
  expect(understand('add-s2s site=hq', '#contoso').given).toEqual({
    tenant: 'contoso',
    site: 'hq',
  });
});

test('a tenant that was typed wins over the channel', () => {
  expect(understand('list-s2s tenant=fabrikam', 'contoso').given).toEqual({ tenant: 'fabrikam' });
});

test('elsewhere the tenant is missing, and a key that the bot can make is not', () => {
  expect(understand('add-s2s').missing).toEqual(['tenant', 'site']);
  expect(understand('rotate-psk tenant=contoso site=hq').missing).toEqual(['psk']);
});

test('a site is looked up in the tenant that the channel gave', () => {
  const { message, suggestions } = refusalOf(() => understand('add-s2s site=hqq', 'contoso'));
  expect(message).toBe('site: contoso has no site called "hqq"; did you mean hq?');
  expect(suggestions).toEqual(['add-s2s site=hq']);
});

test('all problems of a line are told at once, one sentence each', () => {
  const typed = 'set-s2s tenat=contoso site=hq limit=0 cipher=AES257 persistant';
  const { message, suggestions } = refusalOf(() => understand(typed));
  expect(message.split('\n')).toEqual([
    'tenat: set-s2s has no such argument; did you mean tenant?',
    '"persistant" stands alone and I don\'t know it; did you mean persistent?',
    'cipher: AES257 is not one of AES128, AES256.',
    'limit: 0 does not fit; use a whole number from 1 to 100000 kbps.',
  ]);
  expect(suggestions).toEqual([]);
});

test('a correction that the bot offers is itself understood', () => {
  const typed = 'add-s2s tenat=contoso site=hq subnets=10.1.0.5/24:7 persistant';
  const { suggestions } = refusalOf(() => understand(typed));
  expect(suggestions).toEqual(['add-s2s tenant=contoso site=hq subnets=10.1.0.0/24:7 persistent']);
  expect(understand(suggestions[0] ?? '').missing).toEqual([]);
});

test('a bare word and its name together are one too many', () => {
  const line = parseLine('history CR-7 request=CR-8');
  expect(() => readArgs(history, line, { inventory })).toThrow('"CR-7" stands alone');
});

test('texts become typed values, secrets come by reference', () => {
  const { given } = understand('add-s2s tenant=contoso site=hq subnets=10.1.0.0/24 persistent');
  const psk: SecretRef = { secret: 'ref-1' };
  const values = parseArgs(addTunnel.args, given, { psk });
  const subnets: string[] | undefined = values.subnets;
  expect(values).toEqual({ tenant: 'contoso', site: 'hq', subnets, persistent: true, psk });
  expect(subnets).toEqual(['10.1.0.0/24']);
  expect(JSON.parse(JSON.stringify(values))).toEqual(values);
});

test('values that are missing or no longer accepted are told', () => {
  expect(() => parseArgs(setTunnel.args, { tenant: 'contoso', limit: '0' })).toThrow(
    /site is missing\. Site: .*\nlimit: 0 does not fit/,
  );
  expect(() => parseArgs(addTunnel.args, { tenant: 'contoso', site: 'hq' })).toThrow(
    'psk is missing',
  );
});

test('a text never stands for a secret, even in a stored record', () => {
  const texts = { tenant: 'contoso', site: 'hq', psk: 'ref-1' };
  expect(() => parseArgs(addTunnel.args, texts)).toThrow('never typed in a line');
});
