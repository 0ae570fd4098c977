import { z } from 'zod';
import type { ChatName, Inbound } from '../../ports/chat';

/* What the sandbox's chat platform and its adapter say to each other over loopback HTTP, as JSON. */

const span = z.union([
  z.string(),
  z.strictObject({ bold: z.string() }),
  z.strictObject({ code: z.string() }),
  z.strictObject({ person: z.string() }),
  z.strictObject({ time: z.number(), text: z.string() }),
  z.strictObject({ link: z.url({ protocol: /^https?$/ }) }),
]);
const text = z.union([z.string(), z.array(span)]);

const block = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text }),
  z.strictObject({
    kind: z.literal('fields'),
    fields: z.array(z.strictObject({ label: z.string(), value: text })),
  }),
  z.strictObject({ kind: z.literal('code'), text: z.string() }),
  z.strictObject({ kind: z.literal('list'), items: z.array(text) }),
  z.strictObject({ kind: z.literal('note'), text }),
]);

const button = z.strictObject({
  label: z.string().min(1).max(75),
  action: z.string().min(1).max(255),
  value: z.string().max(500),
  style: z.enum(['primary', 'danger']).exactOptional(),
  reason: z
    .strictObject({
      title: z.string(),
      label: z.string(),
      about: z.string().exactOptional(),
      required: z.boolean(),
    })
    .exactOptional(),
});

/** The lengths are those that message.ts promises to the adapters, so that all of them can rely on it. */
export const messageShape = z.strictObject({
  summary: z.string().min(1),
  title: text.exactOptional(),
  tone: z.enum(['neutral', 'working', 'waiting', 'good', 'warning', 'bad']).exactOptional(),
  mark: z.string().max(8).exactOptional(),
  blocks: z.array(block),
  buttons: z.array(button).exactOptional(),
  calls: z
    .array(
      z.strictObject({
        kind: z.enum(['person', 'group']),
        id: z.string().min(1),
        name: z.string().min(1),
      }),
    )
    .exactOptional(),
  confidential: z.literal(true).exactOptional(),
});

const fieldBase = {
  name: z.string().min(1),
  label: z.string().min(1),
  hint: z.string().exactOptional(),
  required: z.boolean(),
  value: z.string().exactOptional(),
  error: z.string().exactOptional(),
};
const option = z.strictObject({ value: z.string(), label: z.string() });

export const formShape = z.strictObject({
  title: z.string().min(1),
  submit: z.string().min(1),
  intro: text.exactOptional(),
  place: z.string().exactOptional(),
  fields: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ ...fieldBase, kind: z.literal('text') }),
      z.strictObject({ ...fieldBase, kind: z.literal('secret') }),
      z.strictObject({ ...fieldBase, kind: z.literal('choice'), options: z.array(option) }),
      z.strictObject({ ...fieldBase, kind: z.literal('check') }),
    ]),
  ),
  context: z.string().max(2000),
});

export const registration = z.strictObject({
  url: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }),
  /** The platform proves itself with it at every delivery. */
  secret: z.string().min(16),
});
export const posting = z.strictObject({
  channel: z.string(),
  thread: z.string().exactOptional(),
  message: messageShape,
  key: z.string().min(1),
});
export const updating = z.strictObject({ channel: z.string(), message: messageShape });
export const whispering = z.strictObject({
  to: z.string(),
  channel: z.string(),
  thread: z.string().exactOptional(),
  message: messageShape,
});
export const saying = z.strictObject({ message: messageShape });
export const formOpening = z.strictObject({ form: formShape });

/** One event for the bot. `trigger` opens one form, soon, and says a few things to the person alone. */
export interface Delivery {
  chat: ChatName;
  event: Inbound;
  trigger: string;
}
