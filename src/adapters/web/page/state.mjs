/* What the page knows, and who is told when that changes. */

export const state = {
  setting: { people: [], channels: [], hasFaults: false, hasClock: false },
  me: '',
  chat: 'slack',
  /** `#mtgw` or `direct`. */
  place: '',
  /** Id of the message whose replies are open. */
  thread: undefined,
  /** By `chat/id`, in order of arrival. */
  entries: new Map(),
  forms: { slack: null, teams: null },
  here: { slack: false, teams: false },
  linked: false,
  /** Newest time seen, by `me/chat/place`. */
  seen: new Map(),
};

const listeners = new Set();
export const onState = (listener) => listeners.add(listener);
/** `what`: where, entries, forms, link. */
export const changed = (...what) => {
  for (const listener of listeners) listener(new Set(what));
};

/** What the person does here, for the guide: {kind: 'say'|'press'|'see'|'thread'|'fault', ...}. */
const deedListeners = new Set();
export const onDeed = (listener) => deedListeners.add(listener);
export const did = (deed) => {
  for (const listener of deedListeners) listener(deed);
};

export const keyOf = ({ chat, id }) => `${chat}/${id}`;

export function takeWhole({ entries, forms, here }) {
  state.entries = new Map(entries.map((entry) => [keyOf(entry), entry]));
  state.forms = forms;
  state.here = here;
  changed('entries', 'forms', 'link');
}

export function takeChange(change) {
  switch (change.kind) {
    case 'entry':
      state.entries.set(keyOf(change.entry), change.entry);
      return changed('entries');
    case 'gone':
      state.entries.delete(keyOf(change));
      return changed('entries');
    case 'form':
      state.forms[change.chat] = change.form;
      return changed('forms');
    case 'presence':
      state.here[change.chat] = change.here;
      return changed('link');
  }
}

export const entriesHere = () =>
  [...state.entries.values()].filter(
    (entry) => entry.chat === state.chat && entry.channel === state.place && !entry.thread,
  );

export const repliesTo = (entry) =>
  [...state.entries.values()].filter(
    (each) =>
      each.chat === entry.chat && each.channel === entry.channel && each.thread === entry.id,
  );

const seenKey = (chat, place) => `${state.me}/${chat}/${place}`;

export function unread(chat, place) {
  const since = state.seen.get(seenKey(chat, place)) ?? 0;
  return [...state.entries.values()].filter(
    (entry) =>
      entry.chat === chat &&
      (place === undefined || entry.channel === place) &&
      entry.from !== state.me &&
      entry.at >
        (place === undefined ? (state.seen.get(seenKey(chat, entry.channel)) ?? 0) : since),
  ).length;
}

/** What stands in front of the person now counts as seen. */
export function markSeen() {
  const newest = [...state.entries.values()]
    .filter((entry) => entry.chat === state.chat && entry.channel === state.place)
    .at(-1);
  if (newest) state.seen.set(seenKey(state.chat, state.place), newest.at);
}

/** The address keeps who and where, so that a reload changes nothing. */
export function rememberWhere() {
  const place = encodeURIComponent(state.place.replace(/^#/, ''));
  history.replaceState(null, '', `#${state.me}/${state.chat}/${place}`);
}

export function recallWhere() {
  const [me, chat, place] = location.hash.slice(1).split('/');
  const { people, channels } = state.setting;
  state.me = people.some((person) => person.name === me) ? me : (people[0]?.name ?? '');
  state.chat = chat === 'teams' ? 'teams' : 'slack';
  const called = decodeURIComponent(place ?? '');
  const known = called === 'direct' ? 'direct' : channels.find((each) => each === `#${called}`);
  state.place = known ?? channels[0] ?? 'direct';
}
