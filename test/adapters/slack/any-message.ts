import fc from 'fast-check';
import type { Block, Button, Message, Span, Text } from '../../../src/message';

/** Any neutral message within what message.ts promises: hostile characters, empty texts, far too much of everything. */
const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '\n', '*a* _b_ `c`', '<!channel> <@U0>', '&lt;', ':x:', '😀'.repeat(90)),
  fc.constantFrom(200, 900, 3100, 5000).map((length) => 'w'.repeat(length)),
);

const span: fc.Arbitrary<Span> = fc.oneof(
  piece,
  fc.record({ bold: piece }),
  fc.record({ code: piece }),
  fc.record({ person: piece }),
  fc.record({
    time: fc.integer({ min: 0, max: 4e12 }),
    text: fc.constantFrom('03:42 UTC', '2026-11-27 03:42 UTC'),
  }),
);

const text: fc.Arbitrary<Text> = fc.oneof(piece, fc.array(span, { maxLength: 5 }));

/** Mostly a few; now and then more than Slack takes. */
const several = <T>(each: fc.Arbitrary<T>) =>
  fc.oneof(
    { arbitrary: fc.array(each, { maxLength: 6 }), weight: 9 },
    { arbitrary: fc.array(each, { minLength: 55, maxLength: 70, size: 'max' }), weight: 1 },
  );

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text }),
  fc.record({
    kind: fc.constant('fields' as const),
    fields: several(fc.record({ label: piece, value: text })),
  }),
  fc.record({ kind: fc.constant('code' as const), text: fc.array(piece).map((l) => l.join('\n')) }),
  fc.record({ kind: fc.constant('list' as const), items: several(text) }),
  fc.record({ kind: fc.constant('note' as const), text }),
);

const button: fc.Arbitrary<Button> = fc.record(
  {
    label: fc.string({ minLength: 1, maxLength: 120 }),
    action: fc.constantFrom('approve', 'say', 'a.b-c'),
    value: fc.string({ unit: 'binary', maxLength: 250 }),
    style: fc.constantFrom('primary' as const, 'danger' as const),
    reason: fc.record(
      { title: piece, label: piece, about: piece, required: fc.boolean() },
      { requiredKeys: ['title', 'label', 'required'] },
    ),
  },
  { requiredKeys: ['label', 'action', 'value'] },
);

export const anyMessage: fc.Arbitrary<Message> = fc.record(
  {
    summary: piece.filter((summary) => summary !== ''),
    title: text,
    tone: fc.constantFrom('neutral', 'working', 'waiting', 'good', 'warning', 'bad'),
    mark: fc.constantFrom('🗳️', '✖️'),
    blocks: several(block),
    buttons: several(button),
  },
  { requiredKeys: ['summary', 'blocks'] },
);

export const anyButton = button;
