import { NotThereError } from '../errors';
import { sentences } from '../messages/sentences';
import { plain } from '../messages/replies';
import type { ChatName } from '../ports/chat';
import { showRequest } from './cards';
import type { ChatParts } from './parts';

/**
 * Show requests, and tell whoever asked when nobody can see one: the bot was removed from its channel since. Said once
 * for each, in this process's life; the card comes by itself once the bot is back.
 */
export function createShow(parts: ChatParts): (name: ChatName, id: string) => Promise<void> {
  const told = new Set<string>();
  return async (name, id) => {
    try {
      await showRequest(parts, name, id);
      told.delete(`${name} ${id}`);
    } catch (error) {
      if (error instanceof NotThereError && !told.has(`${name} ${id}`)) {
        told.add(`${name} ${id}`);
        await tellAsker(parts, name, id).catch((unsent: unknown) => {
          parts.log.warn({ request: id, chat: name, err: unsent }, 'who asked could not be told');
        });
      }
      throw error;
    }
  };
}

async function tellAsker(parts: ChatParts, name: ChatName, id: string): Promise<void> {
  const request = await parts.store.get(id);
  const chat = parts.chats[name];
  if (request === undefined || chat === undefined || request.home.chat !== name) return;
  const account = parts.people.byId(request.requester)?.accounts.find((one) => one.chat === name);
  const channel = parts.channels.idOf(request.home.channel, name);
  if (account === undefined || channel === undefined) return;
  await chat.whisper(account, { chat: name, channel }, plain(sentences.unseen(request), 'warning'));
}
