import { byId, el } from './element.mjs';
import { tell } from './server.mjs';
import { did, onState, state } from './state.mjs';

/** What was typed, newest last; the arrow keys bring it back, for whoever one is now. */
const typed = [];

/** The box to write in. `threadOf` gives the thread that it writes into, if any. */
export function makeComposer(node, threadOf) {
  let recalled = typed.length;
  const problem = el('p', { class: 'problem', role: 'alert' });
  const hint = el('p', { class: 'hint', id: `${node.id}-hint` });
  const box = el('textarea', {
    rows: 1,
    autocomplete: 'off',
    spellcheck: false,
    'aria-describedby': hint.id,
  });
  const send = el('button', { type: 'submit', class: 'primary' }, 'Send');
  const form = el(
    'form',
    {
      class: 'composer',
      onsubmit: (event) => {
        event.preventDefault();
        void say();
      },
    },
    el('div', { class: 'box' }, box, send),
    problem,
    hint,
  );
  node.replaceChildren(form);

  async function say() {
    const text = box.value.trim();
    if (text === '') return;
    const { me: as, chat, place } = state;
    const thread = threadOf();
    try {
      const { heard } = await tell('/api/say', {
        as,
        chat,
        place,
        text,
        ...(thread && { thread }),
      });
      typed.push(text);
      recalled = typed.length;
      set('');
      problem.textContent = '';
      did({ kind: 'say', me: as, chat, text });
      if (!heard) hint.textContent = 'Said to the people here. The bot listens to /mtgw and @mtgw.';
    } catch (error) {
      problem.textContent = error.message;
    }
  }

  function set(text) {
    box.value = text;
    grow();
    suggest();
  }

  function grow() {
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
  }

  function suggest() {
    const prefix = threadOf() && state.chat === 'slack' ? '@mtgw ' : '/mtgw ';
    const text = box.value;
    const begins =
      text !== '' && prefix.startsWith(text.toLowerCase()) && text.length < prefix.length;
    hint.replaceChildren(
      ...(begins
        ? [el('kbd', {}, 'Tab'), ` ${prefix}`]
        : text.toLowerCase().startsWith(prefix)
          ? [
              'verb-noun key=value …   for example ',
              el('code', {}, 'help'),
              ', ',
              el('code', {}, 'list-s2s'),
            ]
          : [
              el('kbd', {}, 'Enter'),
              ' sends   ',
              el('kbd', {}, '↑'),
              ' brings back what you typed',
            ]),
    );
    return begins ? prefix : undefined;
  }

  function recall(step) {
    const to = Math.min(Math.max(recalled + step, 0), typed.length);
    if (to === recalled) return;
    recalled = to;
    set(typed[to] ?? '');
    box.setSelectionRange(box.value.length, box.value.length);
  }

  box.addEventListener('input', () => {
    problem.textContent = '';
    grow();
    suggest();
  });
  box.addEventListener('keydown', (event) => {
    const isOneLine = !box.value.includes('\n');
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === 'Tab' && !event.shiftKey) {
      const whole = suggest();
      if (whole === undefined) return;
      event.preventDefault();
      set(whole);
    } else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && isOneLine) {
      event.preventDefault();
      recall(event.key === 'ArrowUp' ? -1 : 1);
    }
  });
  onState((what) => {
    if (!what.has('where')) return;
    const place = state.place === 'direct' ? 'mtgw' : state.place;
    const label = threadOf() ? 'Reply in the thread' : `Message ${place}`;
    box.placeholder = threadOf() ? label : `${label}, or /mtgw help`;
    box.setAttribute('aria-label', label);
    problem.textContent = '';
    suggest();
  });
}

/** Put a line into the main box, for the person to read and send. */
export function compose(text) {
  const box = byId('composer').querySelector('textarea');
  box.value = text;
  box.dispatchEvent(new Event('input'));
  box.focus();
}
