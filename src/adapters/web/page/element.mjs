/*
 * The only way this page makes elements. Texts become text nodes, never markup, so nothing that anybody wrote can
 * turn into a tag or a script.
 */

/**
 * `el('button', { class: 'quiet', onclick: act, 'aria-label': 'Close' }, 'x')`. Children that are null, undefined or
 * false are left out.
 */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name in node && !name.includes('-') && name !== 'list') node[name] = value;
    else node.setAttribute(name === 'className' ? 'class' : name, value === true ? '' : value);
  }
  node.append(...children.flat(3).filter((child) => child || child === 0 || child === ''));
  return node;
}

export const byId = (id) => document.getElementById(id);

/** What a neutral text looks like: bold, code, and people stand out. */
export function spans(text) {
  if (typeof text === 'string') return [text];
  return text.map((span) => {
    if (typeof span === 'string') return span;
    if ('bold' in span) return el('strong', {}, span.bold);
    if ('code' in span) return el('code', {}, span.code);
    if ('link' in span) {
      return el('a', { href: span.link, target: '_blank', rel: 'noopener' }, span.link);
    }
    if ('time' in span) return timeElement(span);
    // A name is no call: nobody is notified by it.
    return el('strong', {}, span.person);
  });
}

/** As Slack shows it: in the reader's own zone. */
function timeElement({ time, text }) {
  const at = new Date(time);
  const local = /^\d{4}-/.test(text)
    ? at.toLocaleString([], { dateStyle: 'short', timeStyle: 'short' })
    : at.toLocaleTimeString([], { timeStyle: 'short' });
  return el('time', { dateTime: at.toISOString(), title: text }, el('strong', {}, local));
}

/** Whom a message calls, before its words. */
export function callsOf(calls = []) {
  return calls.map(({ name }) => [el('span', { class: 'mention' }, name), ' ']);
}

let toastTimer;

/** A short word about what was just done. */
export function toast(text, isBad = false) {
  const node = byId('toast');
  node.textContent = text;
  node.classList.toggle('bad', isBad);
  node.classList.add('shown');
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => node.classList.remove('shown'), isBad ? 8000 : 4000);
}
