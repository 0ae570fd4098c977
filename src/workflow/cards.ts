import type { ChangeRequest } from '../../approvals/request';
import { requestCard, timelineMessage } from '../messages/request-card';
import { type Chat, type ChatName, MessageGoneError } from '../ports';
import type { ChatParts } from './parts';

/**
 * Make one chat show a request as it stands: its card, edited in place, and its story in the thread, in order.
 * Called again until it succeeds; what was already accepted is not sent twice.
 */
export async function showRequest(parts: ChatParts, name: ChatName, id: string): Promise<void> {
  const chat = parts.chats[name];
  const request = await parts.store.get(id);
  if (chat === undefined || request === undefined) return;
  const channel = channelFor(parts, request, name);
  if (channel === undefined) {
    await parts.store.cardsShown(id, name, { version: request.version, posted: 0 });
    return;
  }
  let shown = (await parts.store.cards(id, name)) ?? { version: 0, posted: 0 };
  if (shown.card === undefined || shown.version < request.version) {
    const card = await showCard(parts, chat, channel, request, shown.card);
    // The mark of being behind stays until the whole story is told: hence not yet the new version.
    shown = { card, version: shown.version, posted: shown.posted };
    await parts.store.cardsShown(id, name, shown);
  }
  for (const [index, entry] of request.timeline.entries()) {
    if (index < shown.posted || shown.card === undefined) continue;
    const place = { chat: name, channel, thread: shown.card.id };
    await chat.post(place, timelineMessage(entry), `${id}/${index}`);
    shown = { ...shown, posted: index + 1 };
    await parts.store.cardsShown(id, name, shown);
  }
  await parts.store.cardsShown(id, name, { ...shown, version: request.version });
}

/** A new version of the bot may draw cards differently: every open request is shown anew, once, at start. */
export async function showAllAnew(parts: ChatParts): Promise<void> {
  for (const request of await parts.store.open()) {
    for (const chat of Object.values(parts.chats)) {
      const shown = await parts.store.cards(request.id, chat.name);
      if (shown === undefined) continue;
      await parts.store.cardsShown(request.id, chat.name, { ...shown, version: 0 });
    }
  }
}

async function showCard(
  parts: ChatParts,
  chat: Chat,
  channel: string,
  request: ChangeRequest,
  card: Awaited<ReturnType<Chat['post']>> | undefined,
) {
  const message = requestCard(request, parts);
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
