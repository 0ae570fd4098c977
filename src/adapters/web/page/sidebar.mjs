import { avatar } from './avatar.mjs';
import { byId, el } from './element.mjs';
import { changed, did, state, unread } from './state.mjs';

const chats = [
  ['slack', 'Slack'],
  ['teams', 'Teams'],
];

function go(where) {
  Object.assign(state, where, { thread: undefined });
  did({ kind: 'see', me: state.me, chat: state.chat });
  changed('where');
}

/** Arrow keys move between the choices, as in any group of radio buttons. */
function radios(group, choices) {
  const move = (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const now = choices.findIndex((choice) => choice.chosen);
    choices[(now + step + choices.length) % choices.length].choose();
    group.querySelector('[aria-checked="true"]')?.focus();
  };
  const hadFocus = group.contains(document.activeElement);
  group.replaceChildren(
    ...choices.map(({ chosen, choose, content, name }) =>
      el(
        'button',
        {
          type: 'button',
          role: 'radio',
          class: 'choice',
          'aria-checked': String(chosen),
          'data-name': name,
          tabIndex: chosen ? 0 : -1,
          onclick: choose,
          onkeydown: move,
        },
        content,
      ),
    ),
  );
  if (hadFocus) group.querySelector('[aria-checked="true"]')?.focus();
}

const badge = (count) =>
  count > 0 &&
  el('span', { class: 'badge' }, String(count), el('span', { class: 'unseen' }, ' new'));

export function showSidebar() {
  radios(
    byId('people'),
    state.setting.people.map(({ name, role }) => ({
      name,
      chosen: name === state.me,
      choose: () => go({ me: name }),
      content: [
        avatar(name),
        el('span', { class: 'who' }, el('strong', {}, name), el('small', {}, role ?? '')),
      ],
    })),
  );
  radios(
    byId('chats'),
    chats.map(([chat, label]) => ({
      name: chat,
      chosen: chat === state.chat,
      choose: () => go({ chat }),
      content: [label, chat !== state.chat && badge(unread(chat))],
    })),
  );
  const place = (id, label) => {
    const isHere = id === state.place;
    const button = el(
      'button',
      {
        type: 'button',
        class: 'place',
        'aria-current': isHere ? 'page' : undefined,
        onclick: () => go({ place: id }),
      },
      el('span', {}, label),
      !isHere && badge(unread(state.chat, id)),
    );
    return el('li', {}, button);
  };
  byId('channels').replaceChildren(...state.setting.channels.map((id) => place(id, id)));
  byId('directs').replaceChildren(place('direct', 'mtgw'));
}
