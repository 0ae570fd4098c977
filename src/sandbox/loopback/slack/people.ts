import type { Outcome } from '../../../adapters/web/acts';
import type { MessageRef } from '../../../ports/chat';
import type { Member } from '../loopback-chat';
import { botUserId } from './cast';
import type { Deliveries } from './deliver';
import { fillIn, firstInputName } from './fill-in';
import type { Grant } from './grants';
import { asText } from './json';
import type { Posted } from './messages';
import { escape } from './mrkdwn';
import { actionsParcel, commandParcel, eventParcel, submissionParcel } from './parcels';
import { buttonsOf, type ShownButton } from './read-blocks';
import { type Sending, submit } from './submit';
import type { SlackState } from './web-api';

const failed = (error: string): Outcome => ({ ok: false, error });
const heard: Outcome = { ok: true, heard: true };

export interface PeopleParts extends SlackState {
  deliveries: Deliveries;
  /** Where response addresses begin. */
  url(): string;
}

/** A person types into a channel, a thread, or their conversation with the bot. */
export function say(
  parts: PeopleParts,
  name: string,
  called: string,
  text: string,
  thread?: string,
): Outcome {
  const { cast, messages, deliveries, grants } = parts;
  const member = cast.member(name);
  if (member === undefined) return failed(`Nobody here is called ${name}.`);
  const channel = cast.channelCalled(called, member);
  if (channel === undefined) return failed(`There is no channel ${called}.`);
  if (thread !== undefined && messages.find(channel, thread) === undefined) {
    return failed('That thread does not exist any more.');
  }
  const [, slash] = /^\s*\/(\S+)/u.exec(text) ?? [];
  if (slash !== undefined) {
    if (slash.toLowerCase() !== 'mtgw') {
      return failed(`/${slash} is not a command here. Try /mtgw help.`);
    }
    if (thread !== undefined) {
      return failed('Slack takes no slash commands in threads: begin with @mtgw instead of /mtgw.');
    }
    const grant = grants.grant(member, channel);
    const words = text.trim().slice('/mtgw'.length).trim();
    deliveries.track(deliveries.send(commandParcel(parts, grant, escape(words))));
    return heard;
  }
  const isDirect = cast.placeName(channel) === 'direct';
  const mention = /@mtgw(?=\s|$)/iu;
  const message = messages.add({
    channel,
    byBot: false,
    ephemeral: false,
    text,
    blocks: [],
    ...(thread === undefined ? {} : { thread }),
    ...(isDirect ? { visibleTo: member.name } : {}),
  });
  if (!isDirect && !mention.test(text)) return { ok: true, heard: false };
  const typed = escape(text.trim()).replace(mention, `<@${botUserId}>`);
  deliveries.track(deliveries.send(eventParcel(message, member, typed, isDirect)));
  return heard;
}

/**
 * The newest button of that label: one that the person sees, else one that somebody else sees, because the bot must
 * refuse also the clicks that a client would not offer. A given reason goes into the modal that the press opens.
 */
export function press(
  parts: PeopleParts,
  name: string,
  label: string,
  how: { reason?: string; on?: MessageRef } = {},
): Outcome {
  const { cast, messages, deliveries } = parts;
  const member = cast.member(name);
  if (member === undefined) return failed(`Nobody here is called ${name}.`);
  const having = messages
    .all()
    .filter(({ ref }) => how.on === undefined || sameMessage(ref, how.on))
    .filter((message) => buttonCalled(message, label) !== undefined);
  const isSeen = ({ visibleTo }: Posted) => visibleTo === undefined || visibleTo === member.name;
  const message = having.findLast(isSeen) ?? having.at(-1);
  const button = message && buttonCalled(message, label);
  if (message === undefined || button === undefined) {
    const known = messages.all().flatMap(({ blocks }) => buttonsOf(blocks).map((b) => b.label));
    const there =
      known.length === 0 ? '' : ` There are: ${[...new Set(known)].slice(-8).join(', ')}.`;
    return failed(`No button in slack is called "${label}".${there}`);
  }
  deliveries.track(click(parts, member, message, button, how.reason));
  return heard;
}

async function click(
  parts: PeopleParts,
  member: Member,
  message: Posted,
  button: ShownButton,
  reason: string | undefined,
): Promise<void> {
  const grant = parts.grants.grant(member, message.ref.channel, message.thread);
  await parts.deliveries.send(actionsParcel(parts, grant, message, button));
  if (reason === undefined || reason.trim() === '') return;
  const view = await modalFor(parts, grant);
  if (view === undefined) return;
  const filled = fillIn(view.view, { [firstInputName(view.view)]: reason });
  if (typeof filled !== 'string') await submit(parts, view, submissionParcel(parts, view, filled));
}

/** What the bot opens for a click comes with its own call, soon after the acknowledgement. */
async function modalFor({ views, deliveries }: PeopleParts, grant: Grant) {
  const end = Date.now() + 5000;
  while (Date.now() < end && deliveries.isHere()) {
    const view = views.openedBy(grant);
    if (view !== undefined) return view;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return undefined;
}

/** Submit the modal that is open for a person. Fields that are not given keep what they show. */
export function fill(parts: PeopleParts, name: string, values: Record<string, string>): Outcome {
  const member = parts.cast.member(name);
  if (member === undefined) return failed(`Nobody here is called ${name}.`);
  const view = parts.views.of(member.name);
  if (view === undefined) return failed(`No form is open for ${name}.`);
  const filled = fillIn(view.view, values);
  if (typeof filled === 'string') return failed(filled);
  const sending: Sending = submissionParcel(parts, view, filled);
  parts.deliveries.track(submit(parts, view, sending));
  return heard;
}

function sameMessage(a: MessageRef, b: MessageRef): boolean {
  return a.channel === b.channel && a.id === b.id;
}

/** A label that was cut to fit is known by its beginning. */
function buttonCalled({ blocks }: Posted, wanted: string): ShownButton | undefined {
  const called = wanted.trim().toLowerCase();
  return buttonsOf(blocks).find(({ label, element }) => {
    const shown = label.toLowerCase();
    if (asText(element['type']) !== 'button') return false;
    return shown === called || (shown.endsWith('…') && called.startsWith(shown.slice(0, -1)));
  });
}
