import fc from 'fast-check';
import type { z } from 'zod';
import { toButtonValue } from '../../src/adapters/slack/button-value';
import { formCallback, reasonCallback } from '../../src/adapters/slack/modal';
import { toMetadata } from '../../src/adapters/slack/modal-origin';
import {
  actionsPayload,
  commandPayload,
  eventPayload,
  submissionPayload,
} from '../../src/adapters/slack/payloads';
import {
  readClick,
  readCommand,
  readMessage,
  readSubmission,
} from '../../src/adapters/slack/read-events';
import { readTyped } from '../../src/adapters/slack/typed-text';
import type { Inbound } from '../../src/ports/chat';
import { anyData, changed } from './any-data';
import { anyText } from './any-text';
import { cases, patienceMs } from './cases';
import { expectInbound } from './inbound';
import { quickly } from './outcome';

/* What comes in as from Slack, behind its signature: whatever it looks like, it is an event or nothing. */

const team = { id: 'T0LOOPBACK' };
const user = { id: 'U0ALICE' };
const button = toButtonValue({
  label: 'Deny',
  action: 'deny',
  value: 'CR-7 abc',
  reason: { title: 'Deny CR-7', label: 'Why?', required: true },
});
const where = { chat: 'slack', channel: 'C0MTGW', thread: '1.1' } as const;
const metadata = toMetadata({ where, on: { chat: 'slack', channel: 'C0MTGW', id: '1.2' } }, button);
const input = { type: 'plain_text_input', value: 'the far end is not ready' };
const boxes = { type: 'checkboxes', selected_options: [{ value: 'true' }] };
const menu = { type: 'static_select', selected_option: { value: 'yes' } };

const modal = (callback_id: string) => ({
  team,
  user,
  trigger_id: '1.2.three',
  view: {
    callback_id,
    private_metadata: metadata,
    state: { values: { a: { psk: input }, b: { persistent: boxes }, c: { cipher: menu } } },
  },
});

const real = {
  command: {
    team_id: team.id,
    channel_id: 'C0MTGW',
    user_id: user.id,
    text: 'show &lt;CR-7&gt; <@U0BOB|bob>',
    trigger_id: '1.2.three',
    response_url: 'https://hooks.slack.com/commands/x',
  },
  mention: {
    team_id: team.id,
    event_id: 'Ev0001',
    authorizations: [{ user_id: 'U0MTGWBOT' }],
    event: { type: 'app_mention', user: user.id, channel: 'C0MTGW', text: '<@U0MTGWBOT> help' },
  },
  click: {
    team,
    user,
    trigger_id: '1.2.three',
    response_url: 'https://hooks.slack.com/actions/x',
    container: { message_ts: '1.2', channel_id: 'C0MTGW', thread_ts: '1.1' },
    message: { thread_ts: '1.1' },
    actions: [{ type: 'button', value: button }],
  },
};

/** Undefined where the shape does not fit, as the receiver has it. */
function through<T, R>(shape: z.ZodType<T>, read: (payload: T) => R) {
  return (payload: unknown): R | undefined => {
    const parsed = shape.safeParse(payload);
    return parsed.success ? read(parsed.data) : undefined;
  };
}
const eventOf = (arrival: { event: Inbound } | { told: string } | undefined) =>
  arrival && 'event' in arrival ? arrival.event : undefined;
const sent = through(submissionPayload, (payload) => eventOf(readSubmission(payload)));

const doors: [string, object, (payload: unknown) => Inbound | undefined][] = [
  [
    'a slash command',
    real.command,
    through(commandPayload, (payload) => eventOf(readCommand(payload))),
  ],
  [
    'a message',
    real.mention,
    through(eventPayload, (payload) => eventOf(readMessage(payload, undefined))),
  ],
  [
    'a click',
    real.click,
    through(actionsPayload, (payload) => {
      const { press, origin, id, means } = readClick(payload);
      return press && { kind: 'press', id, from: means.to, ...origin, ...press, reason: 'x' };
    }),
  ],
  ['a sent form', modal(formCallback), sent],
  ['a sent reason', modal(reasonCallback), sent],
];

test.each(doors)('%s as Slack sends it is an event', (_, payload, read) => {
  expectInbound(read(payload), 'slack');
  expect(read(payload)).toBeDefined();
});

test.each(doors)(
  '%s of any shape is an event or nothing',
  (_, payload, read) => {
    const any = fc.oneof({ arbitrary: changed(payload), weight: 4 }, anyData);
    fc.assert(
      fc.property(any, (body) =>
        expectInbound(
          quickly(() => read(body)),
          'slack',
        ),
      ),
      { numRuns: cases },
    );
  },
  patienceMs,
);

test(
  'any text is typed text, and no longer than it came',
  () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(undefined, 'U1', ''), (text, bot) => {
        const typed = quickly(() => readTyped(text, bot));
        expect(typed.length).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: cases },
    );
  },
  patienceMs,
);
