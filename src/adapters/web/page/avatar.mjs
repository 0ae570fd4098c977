import { el } from './element.mjs';
import { state } from './state.mjs';

/** A person's initial on their own colour; the bot has its sign. Only for the eye: the name stands beside it. */
export function avatar(name) {
  if (name === 'mtgw') {
    return el('img', { class: 'avatar', src: '/page/icon.svg', alt: '', width: 36, height: 36 });
  }
  const index = state.setting.people.findIndex((person) => person.name === name);
  const initial = name === 'platform' ? 'i' : name.slice(0, 1).toUpperCase();
  return el('span', { class: `avatar tint-${(index + 6) % 6}`, 'aria-hidden': 'true' }, initial);
}
