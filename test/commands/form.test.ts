import { readForm, toForm } from '../../src/commands/form';
import { site } from '../../src/ops/args/name';
import { addTunnel, everything, inventory, setTunnel } from './small-world';

const wish = { inventory, context: 'c-1' };

test('a form is filled with what is known', () => {
  const form = toForm(addTunnel, { tenant: 'contoso', site: 'hq', persistent: 'yes' }, wish);
  expect(
    form.fields.map(({ name, kind, required, value }) => [name, kind, required, value]),
  ).toEqual([
    ['tenant', 'choice', true, 'contoso'],
    ['site', 'choice', true, 'hq'],
    ['destination', 'text', false, undefined],
    ['subnets', 'text', false, undefined],
    ['psk', 'secret', false, undefined],
    ['persistent', 'check', false, 'yes'],
    ['note', 'text', false, undefined],
  ]);
  expect(form).toMatchObject({ title: 'add-s2s', submit: 'Plan it', context: 'c-1' });
});

test('a secret that the bot can make may stay empty; one that it cannot make may not', () => {
  const hintOf = (name: string) => {
    const of = everything.find((each) => each.name === name) ?? addTunnel;
    return toForm(of, {}, wish).fields.find(({ kind }) => kind === 'secret');
  };
  expect(hintOf('add-s2s')?.hint).toMatch(/^Leave it empty and the bot makes a strong one\./);
  expect(hintOf('rotate-psk')).toMatchObject({ required: true });
});

test('a secret is never filled in, even when a text of its name is about', () => {
  const form = toForm(addTunnel, { psk: 'Rk7#mQ2vLp9!xW4z' }, wish);
  expect(JSON.stringify(form)).not.toContain('Rk7#');
});

test('sites are offered once the tenant is known; yes, no and nothing are three answers', () => {
  const fields = toForm(setTunnel, { tenant: 'contoso' }, wish).fields;
  const options = (name: string) => {
    const field = fields.find((each) => each.name === name);
    return field?.kind === 'choice' ? field.options.map(({ value }) => value) : field?.kind;
  };
  expect(options('site')).toEqual(['hq', 'branch']);
  expect(options('persistent')).toEqual(['yes', 'no']);
});

const optionsIn = (form: ReturnType<typeof toForm>, name: string) => {
  const field = form.fields.find((each) => each.name === name);
  return field?.kind === 'choice' ? field.options.map(({ label }) => label) : field?.kind;
};

test('tenants and sites are chosen among those of the inventory, a site by whose it is', () => {
  const { fabrikam } = inventory.tenants;
  if (fabrikam === undefined) throw new Error('the small world has fabrikam');
  const sites = { hq: { subnets: [] }, plant: { subnets: [] } };
  const tenants = { ...inventory.tenants, fabrikam: { ...fabrikam, sites } };
  const form = toForm(setTunnel, {}, { ...wish, inventory: { ...inventory, tenants } });
  expect(optionsIn(form, 'tenant')).toEqual(['contoso', 'fabrikam']);
  expect(optionsIn(form, 'site')).toEqual([
    'hq (contoso, fabrikam)',
    'branch (contoso)',
    'plant (fabrikam)',
  ]);
});

test('more tenants than a menu holds are typed', () => {
  const { contoso } = inventory.tenants;
  if (contoso === undefined) throw new Error('the small world has contoso');
  const named = Array.from({ length: 101 }, (_, n) => [`t${n}`, contoso]);
  const tenants = Object.fromEntries(named) as typeof inventory.tenants;
  const form = toForm(setTunnel, {}, { ...wish, inventory: { ...inventory, tenants } });
  expect(optionsIn(form, 'tenant')).toBe('text');
});

const freshTunnel = { ...addTunnel, args: { ...addTunnel.args, site: site({ fresh: true }) } };

test.each([
  ['hq', 'hq', undefined],
  ['depot', undefined, 'depot'],
])('a site that may be new is chosen or typed: %s', (given, chosen, typed) => {
  const form = toForm(freshTunnel, { tenant: 'contoso', site: given }, wish);
  const valueOf = (name: string) => form.fields.find((each) => each.name === name)?.value;
  expect([valueOf('site'), valueOf('site.other')]).toEqual([chosen, typed]);
});

test.each<[string, Record<string, string>, object, object]>([
  ['chosen', { site: 'hq', 'site.other': '' }, { site: 'hq' }, {}],
  ['typed', { site: '', 'site.other': 'Depot' }, { site: 'depot' }, {}],
  [
    'typed by a client that leaves out what is empty',
    { 'site.other': 'depot' },
    { site: 'depot' },
    {},
  ],
  [
    'both',
    { site: 'hq', 'site.other': 'depot' },
    {},
    { site: 'Choose one, or type another one below: not both.' },
  ],
  ['neither', { site: '' }, {}, { site: 'This is needed.' }],
])('of a site and another one, %s', (_, values, texts, errors) => {
  const read = readForm(freshTunnel, { tenant: 'contoso', ...values }, inventory);
  expect(read.errors).toEqual(errors);
  if (Object.keys(errors).length === 0) expect(read.texts).toMatchObject(texts);
});

test("another tenant's site that was chosen is a slip, and typed it is a new one", () => {
  const values = { tenant: 'fabrikam', site: 'branch' };
  expect(readForm(freshTunnel, values, inventory).errors).toEqual({
    site: 'Fabrikam has no site called "branch" in the inventory. If it is a new one, type it below.',
  });
  const typed = { tenant: 'fabrikam', 'site.other': 'branch' };
  expect(readForm(freshTunnel, typed, inventory)).toMatchObject({
    errors: {},
    texts: { site: 'branch' },
  });
});

test('problems stand below their fields', () => {
  const problems = [{ name: 'site', sentence: 'contoso has no site called "x"' }];
  const form = toForm(addTunnel, { tenant: 'contoso', site: 'x' }, { ...wish, problems });
  const field = form.fields.find(({ name }) => name === 'site');
  expect(field).toMatchObject({ error: 'Contoso has no site called "x".' });
  expect(field).not.toHaveProperty('value');
});

test('what was submitted comes back checked, with the secret apart', () => {
  const psk = 'Rk7#mQ2vLp9!xW4z';
  const values = {
    tenant: 'Contoso ',
    site: 'hq',
    psk,
    subnets: '10.3.0.0/24:100',
    note: ' ',
    persistent: 'true',
  };
  expect(readForm(addTunnel, values, inventory)).toEqual({
    texts: { tenant: 'contoso', site: 'hq', subnets: '10.3.0.0/24:100', persistent: 'yes' },
    secrets: { psk },
    errors: {},
  });
});

test('every field with something wrong says so', () => {
  const values = {
    site: 'hq',
    destination: '10.1.0.0/24',
    subnets: '10.1.0.5/24',
    psk: 'too-short',
    note: 'the psk = hunter2',
  };
  const { errors, texts } = readForm(addTunnel, values, inventory);
  expect(errors).toEqual({
    tenant: 'This is needed.',
    destination: '10.1.0.0/24 is a prefix; give one address.',
    subnets: '10.1.0.5/24 has host bits set; did you mean 10.1.0.0/24, or 10.1.0.5/32?',
    psk: '9 characters are too short; use at least 16.',
    note: 'This would show a secret to everybody. Take it out.',
  });
  expect(JSON.stringify(texts)).not.toContain('hunter2');
});

test('a box that is not ticked says nothing', () => {
  const values = { tenant: 'contoso', site: 'hq', persistent: 'false' };
  expect(readForm(addTunnel, values, inventory).texts).toEqual({ tenant: 'contoso', site: 'hq' });
});

test.each(['__proto__', 'constructor', 'tenant2'])(
  'a field %s that was never there is refused',
  (name) => {
    const values = Object.fromEntries([[name, 'x']]);
    expect(() => readForm(addTunnel, values, inventory)).toThrow(`no field "${name}"`);
  },
);

test.each(['psk\u200b=<hunter2>', 'p\u00adsk=hunter2', 'psk\u2060:hunter2'])(
  'a secret that a blank of no width hides is found in a form as in a line: %j',
  (note) => {
    const typed = { tenant: 'contoso', site: 'hq', note };
    const { errors, texts } = readForm(addTunnel, typed, inventory);
    expect(errors).toEqual({ note: 'This would show a secret to everybody. Take it out.' });
    expect(JSON.stringify(texts)).not.toContain('hunter2');
  },
);
