import { type ChangeRequest, isFinal } from '../../approvals/request';
import { requestCard, timelineMessage } from '../messages/request-card';
import { type Chat, type ChatName, MessageGoneError } from '../ports/chat';
import type { CardRecord } from '../ports/store';
import { speaksOfAll } from './audience';
import { callsIn } from './called';
import type { ChatParts } from './parts';
import { tellWords } from './tell-words';

/** So long after its end a request that has no card yet is still shown where it was asked, in milliseconds. */
const newsAtHomeMs = 24 * 3_600_000;
/** The same for the other chat. */
const newsElsewhereMs = 10 * 60_000;
/** So long after a start all is drawn anew once more: what a process sent that died over it has arrived by then. */
export const drawnAgainAfterMs = 60_000;
/** What ended so long before a start is drawn anew then, in milliseconds; of so many at most. */
const drawnAnewMs = 3_600_000;
const recentOnes = 100;

/**
 * Make one chat show a request as it stands: its card, edited in place, and its story in the thread, in order.
 * Called again until it succeeds; what was already accepted is not sent twice.
 */
export async function showRequest(parts: ChatParts, name: ChatName, id: string): Promise<void> {
  const chat = parts.chats[name];
  const request = await parts.store.get(id);
  if (chat === undefined || request === undefined) return;
  const channel = channelFor(parts, request, name);
  let shown: CardRecord = (await parts.store.cards(id, name)) ?? { version: 0, posted: 0 };
  // False when another process is at it too, because this one stood still for long: the card is drawn again then.
  const note = async (next: CardRecord) => {
    const over = shown;
    shown = next;
    return await parts.store.cardsShown(id, name, next, over);
  };
  const { version } = request;
  if (channel === undefined || (shown.card === undefined && isOldNews(parts, request, name))) {
    await parts.store.cardsShown(id, name, { version, posted: 0 });
    return;
  }
  if (shown.card === undefined || shown.version < version) {
    const mayStand = shown.card === undefined && shown.posting === true;
    if (shown.card === undefined && !mayStand && !(await note({ ...shown, posting: true }))) return;
    let card = await showCard(parts, chat, channel, request, shown.card);
    // What a chat took before it was noted comes back by its key, as it was drawn then.
    if (mayStand) card = await showCard(parts, chat, channel, request, card);
    const { posting: _, ...rest } = shown;
    // The mark of being behind stays until the whole story is told: hence not yet the new version.
    if (!(await note({ ...rest, card, drawn: version }))) return;
  }
  for (const [index, entry] of request.timeline.entries()) {
    if (index < shown.posted || shown.card === undefined) continue;
    const place = { chat: name, channel, thread: shown.card.id };
    const open = speaksOfAll(parts, request.home.channel);
    if (!open) await tellWords(parts, entry, `${id} in #${request.home.channel}`);
    await chat.post(
      place,
      timelineMessage(entry, open, callsIn(parts, name, request, entry)),
      `${id}/${index}`,
    );
    if (!(await note({ ...shown, posted: index + 1 }))) return;
  }
  await note({ ...shown, version });
}

/**
 * A new version of the bot may draw cards differently, and a chat may be new: every open request is shown anew, once,
 * at start. So is what ended lately: a process that stood still, edits a card with what it had read before, and dies
 * before it can note that, leaves it old, and the next start is the first that can know.
 */
export async function showAllAnew(parts: ChatParts): Promise<void> {
  const since = parts.clock.now() - drawnAnewMs;
  const ended = (await parts.store.recent(recentOnes)).filter(
    ({ state, stateSince }) => isFinal(state) && stateSince >= since,
  );
  for (const request of [...(await parts.store.open()), ...ended]) {
    for (const chat of Object.values(parts.chats)) {
      await parts.store.drawAnew(request.id, chat.name);
    }
  }
}

/**
 * It ended, and nobody waits for its card here: a chat that was away, or was turned on just now, is not told of all that
 * once was. Where it was asked somebody does wait for the answer.
 */
function isOldNews(parts: ChatParts, request: ChangeRequest, chat: ChatName): boolean {
  const kept = request.home.chat === chat ? newsAtHomeMs : newsElsewhereMs;
  return isFinal(request.state) && parts.clock.now() - request.stateSince > kept;
}

async function showCard(
  parts: ChatParts,
  chat: Chat,
  channel: string,
  request: ChangeRequest,
  card: Awaited<ReturnType<Chat['post']>> | undefined,
) {
  const open = speaksOfAll(parts, request.home.channel);
  const message = requestCard(request, { people: parts.people, open });
  if (card !== undefined) {
    try {
      await chat.update(card, message);
      return card;
    } catch (error) {
      if (!(error instanceof MessageGoneError)) throw error;
      parts.log.warn({ request: request.id, chat: chat.name }, 'the card was deleted; sent anew');
    }
  }
  return chat.post({ chat: chat.name, channel }, message, `${request.id}/card/${card?.id ?? ''}`);
}

/** The channel of that name in either chat: asked in one, voted in the other. */
function channelFor(parts: ChatParts, request: ChangeRequest, chat: ChatName): string | undefined {
  return parts.channels.idOf(request.home.channel, chat);
}
