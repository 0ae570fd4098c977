import { findLeakIn } from '../../src/commands/leak';
import { parseLine } from '../../src/commands/grammar';
import { readPress } from '../../src/commands/read-press';
import { readForm } from '../../src/commands/form';
import { addS2s } from '../../src/ops/s2s/add';
import { inventoryOf } from '../ops/recorded';
import { keys, spellings } from './leak-spellings';

/* A key that somebody tells in a sentence, in every way that people have of telling it. */

const cases = spellings.flatMap((spell) => keys.map((key): [string, string] => [spell(key), key]));

it.each(cases)(
  '%j is a leak, behind a button, in a line and in a form, and is not repeated',
  (text, key) => {
    const told: string[] = [];
    const refused = (work: () => unknown) => {
      try {
        work();
        return false;
      } catch (error) {
        told.push((error as Error).message);
        return true;
      }
    };
    expect(findLeakIn(text)).toBeDefined();
    expect(refused(() => readPress({ value: 'CR-1', reason: text }))).toBe(true);
    const line = `deny CR-1 because="${text.replaceAll('\\', '').replaceAll('"', "'")}"`;
    expect(refused(() => parseLine(line))).toBe(true);
    const { errors } = readForm(addS2s, { tenant: 'contoso', site: text }, inventoryOf());
    expect(errors['site']).toBeDefined();
    told.push(JSON.stringify(errors));
    expect(told.join('\n')).not.toContain(key);
  },
);

it('two more: the value before the name', () => {
  expect(findLeakIn('Zebra-Violin_7402!Quay is the psk')).toBe('psk');
  expect(findLeakIn('use kP9$xQ2#vL7@mN4z as the new password')).toBe('password');
});

it.each([
  'the psk is wrong on the far end',
  'psk of contoso-hq changed, far end informed',
  'psk for contoso-branch2 follows on Monday',
  'the psk is missing at the far end',
  'psk: wrong one',
  'psk was changed on 2026-11-27 at 12:30',
  'psk was changed 27.11.2026',
  'the psk is 32 characters long',
  'the shared secret is theirs',
  'password policy of the customer forbids it',
  'psk mismatch, error 13801',
  'rotate the psk in CR-1042',
  'psk is with 203.0.113.7, they have it',
  'the secret is kept by alice',
  'contoso-hq is the tunnel, psk follows',
  'NAT-T on UDP 4500, key exchange IKEv2',
  'the far end follows on Monday',
  'wants security approval; see ticket INC0042917',
  'subnets 10.1.0.0/24:100,10.2.0.0/24:200',
])('%j is none', (text) => {
  expect(findLeakIn(text)).toBeUndefined();
  expect(() => parseLine(`deny CR-1 because="${text}"`)).not.toThrow();
});
