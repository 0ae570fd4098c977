import { byId } from './element.mjs';
import { state } from './state.mjs';

/** Is the bot there? Said in words, as the dot's colour alone would not be enough. */
export function showTop() {
  const presence = byId('presence');
  const here = state.here[state.chat];
  const [kind, text] = !state.linked
    ? ['away', 'The sandbox does not answer, trying again…']
    : here
      ? ['here', 'Bot is running']
      : ['away', 'Bot is away, what you send will wait'];
  presence.className = `presence ${kind}`;
  if (presence.textContent !== text) presence.textContent = text;
}

/** On narrow windows the sides are drawers behind a button. */
export function startDrawers() {
  for (const side of ['left', 'right']) {
    const button = byId(`open-${side}`);
    const drawer = byId(side);
    const set = (open) => {
      drawer.classList.toggle('open', open);
      button.setAttribute('aria-expanded', String(open));
    };
    button.addEventListener('click', () => set(!drawer.classList.contains('open')));
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') set(false);
    });
    if (side === 'left')
      drawer.addEventListener('click', (e) => e.target.closest('.place') && set(false));
  }
}
