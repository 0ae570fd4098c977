import { z } from 'zod';
import type { ChatName } from '../../src/ports/chat';

const text = z.string();
const id = text.min(1);

/** An event as src/ports/chat.ts has it, and nothing besides. */
const inbound = (chat: ChatName) => {
  const place = { chat: z.literal(chat), channel: id };
  const event = {
    id,
    from: z.strictObject({ chat: z.literal(chat), id }),
    where: z.strictObject({ ...place, thread: id.exactOptional() }),
  };
  const press = { on: z.strictObject({ ...place, id }), action: text, value: text };
  return z.discriminatedUnion('kind', [
    z.strictObject({ ...event, kind: z.literal('command'), text }),
    z.strictObject({ ...event, ...press, kind: z.literal('press'), reason: id.exactOptional() }),
    z.strictObject({
      ...event,
      kind: z.literal('submit'),
      context: text,
      values: z.record(text, text),
    }),
  ]);
};
const shapes = { slack: inbound('slack'), teams: inbound('teams') };

/** What a reader of a chat gives: a whole event, or nothing. */
export function expectInbound(event: unknown, chat: ChatName): void {
  if (event !== undefined) expect(shapes[chat].safeParse(event).error).toBeUndefined();
}
