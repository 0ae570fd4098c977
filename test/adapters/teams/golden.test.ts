import { readFileSync } from 'node:fs';
import path from 'node:path';
import { toCard, toFormCard } from '../../../src/adapters/teams/card';
import { sentForm } from '../../../src/adapters/teams/outgoing';
import type { Form } from '../../../src/message';
import { card } from '../chat-contract-parts';
import { problemsOf } from './validate-card';

const form: Form = {
  title: 'Add a tunnel',
  intro: ['For ', { bold: 'contoso' }, '.'],
  submit: 'Plan it',
  context: 'add-s2s contoso',
  fields: [
    {
      kind: 'text',
      name: 'destination',
      label: 'Far end',
      required: true,
      value: '203.0.113.9',
      error: 'is no address',
    },
    { kind: 'secret', name: 'psk', label: 'Pre-shared key', hint: 'or empty', required: false },
    {
      kind: 'choice',
      name: 'site',
      label: 'Site',
      required: true,
      options: [{ value: 'hq', label: 'Headquarters' }],
    },
    { kind: 'check', name: 'generate', label: 'Generate a key', required: false },
  ],
};

// What goes to Teams changes on purpose only: a client of somebody else draws it.
describe.each([
  ['card', toCard(card)],
  ['form', toFormCard(form)],
  ['sent-form', toCard(sentForm)],
])('the %s that goes to Teams', (name, made) => {
  const golden = JSON.parse(
    readFileSync(path.join(__dirname, '..', '..', 'golden', 'teams', `${name}.json`), 'utf8'),
  ) as object;

  test('is the one on file', () => {
    expect(made).toEqual(golden);
  });

  test("is valid to Microsoft's library as it is on file", () => {
    expect(problemsOf(golden)).toEqual([]);
  });
});
