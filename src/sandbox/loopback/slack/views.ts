import type { SentLog } from '../sent-log';
import type { SlackCast } from './cast';
import type { Grant } from './grants';
import { asText, type Json } from './json';
import { readView } from './read-blocks';

export interface OpenView {
  id: string;
  view: Json;
  /** The click or command that it was opened for. */
  grant: Grant;
  /** Sent, and not acknowledged yet: its buttons are grey. */
  isSent: boolean;
}

export interface Views {
  open(grant: Grant, view: Json): OpenView;
  /** What the person can fill in now. */
  of(person: string): OpenView | undefined;
  openedBy(grant: Grant): OpenView | undefined;
  replace(old: OpenView, view: Json): void;
  close(view: OpenView): void;
}

/** The modals that people have before them, one each. */
export function createViews(cast: SlackCast, sent: SentLog): Views {
  const byPerson = new Map<string, OpenView>();
  let count = 0;

  function show(grant: Grant, view: Json): OpenView {
    count += 1;
    const open = { id: `V${count}`, view, grant, isSent: false };
    byPerson.set(grant.member.name, open);
    sent.add({
      chat: 'slack',
      place: cast.placeName(grant.channel),
      ...(grant.thread === undefined ? {} : { thread: grant.thread }),
      text: readView(view),
      unseen: `${asText(view['callback_id'])} ${asText(view['private_metadata'])}`,
      visibleTo: grant.member.name,
      edited: false,
    });
    return open;
  }

  return {
    open: show,
    of: (person) => {
      const open = byPerson.get(person);
      return open?.isSent === true ? undefined : open;
    },
    openedBy: (grant) =>
      [...byPerson.values()].find((open) => open.grant.trigger === grant.trigger),
    replace: (old, view) => void show(old.grant, view),
    close(view) {
      const { name } = view.grant.member;
      if (byPerson.get(name) === view) byPerson.delete(name);
    },
  };
}
