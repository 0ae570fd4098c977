import { toCard, toFormCard } from '../../../../src/adapters/teams/card';
import { formText, messageText, unseenText } from '../../../../src/adapters/web/text';
import type { Form, Message } from '../../../../src/message';
import { cardText, cardUnseen } from '../../../../src/sandbox/loopback/teams/card-text';
import { card } from '../../../adapters/chat-contract-parts';

// The conversation files look for the same lines, whichever platform they are played on.
const asRecord = (made: object) => made as Record<string, unknown>;

test.each<[string, Message]>([
  ['one of everything', card],
  ['a bare line', { summary: 'Nothing to change.', blocks: [] }],
  [
    'code with indents, blank lines and trailing blanks',
    {
      summary: 's',
      title: 's',
      blocks: [{ kind: 'code', text: 'a\n    b  c\n\nd ' }],
    },
  ],
  [
    'marks that look like ours',
    {
      summary: 's',
      title: 's',
      blocks: [
        { kind: 'text', text: '- not an item' },
        { kind: 'list', items: ['x: y', '[z]'] },
        { kind: 'fields', fields: [{ label: 'a: b', value: '• c' }] },
      ],
    },
  ],
  [
    'more buttons than stand in a row',
    {
      summary: 's',
      title: 's',
      blocks: [],
      buttons: Array.from({ length: 8 }, (_, n) => ({ label: `B${n}`, action: 'a', value: 'v' })),
    },
  ],
])('a card with %s reads as on the sandbox page', (_what, message) => {
  const { summary, ...rest } = message;
  const lines = messageText(message).split('\n');
  const withoutSummary =
    rest.title === undefined ? lines : lines.filter((l) => l !== summary || rest.title === summary);
  expect(cardText(asRecord(toCard(message))).split('\n')).toEqual(withoutSummary);
});

const form: Form = {
  title: 'Add a tunnel',
  submit: 'Plan it',
  intro: 'Contoso has no such site.',
  context: 'add-s2s contoso',
  fields: [
    { kind: 'text', name: 'n', label: 'Far end', required: true, value: '1', hint: 'IPv4' },
    { kind: 'secret', name: 'k', label: 'Key', required: false },
    {
      kind: 'choice',
      name: 's',
      label: 'Site',
      required: true,
      options: [
        { value: 'hq', label: 'HQ' },
        { value: 'lab', label: 'Lab' },
      ],
    },
  ],
};

test('a form reads as on the sandbox page', () => {
  expect(cardText(asRecord(toFormCard(form)))).toBe(formText(form));
});

test('what is sent along unseen is seen by who looks for secrets', () => {
  for (const line of unseenText(form).split('\n').filter(Boolean)) {
    expect(cardUnseen(toFormCard(form))).toContain(line);
  }
  expect(cardUnseen(toCard(card))).toContain('CR-1042 v3');
});
