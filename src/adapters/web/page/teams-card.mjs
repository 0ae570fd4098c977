import { el, toast } from './element.mjs';
import { tell } from './server.mjs';
import { did, state } from './state.mjs';
import { hostConfigs } from './teams-host-config.mjs';

/** Nothing but people who are called: names of letters, digits and ._'- alone. */
const mentions = /^<at>[\p{L}\p{N} ._'-]*<\/at>(?: <at>[\p{L}\p{N} ._'-]*<\/at>)*$/u;

const prefersDark = matchMedia('(prefers-color-scheme: dark)');

/** The renderer writes its colours into what it draws, so a card of the other scheme has to be drawn again. */
const cards = new WeakMap();
prefersDark.addEventListener('change', () => {
  for (const node of document.querySelectorAll('.card')) {
    if (cards.has(node)) redraw(node, cards.get(node));
  }
});

/** A card drawn by Microsoft's own renderer. `send(verb, data)` gets what its actions bring, inputs included. */
export function cardElement(json, send) {
  const { AdaptiveCard, ExecuteAction } = globalThis.AdaptiveCards;
  // Only a check box's title could hold Markdown; it is shown as written.
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.didProcess = mentions.test(text);
    if (!result.didProcess) return;
    result.outputHtml = text
      .replaceAll('<at>', '<span class="mention">')
      .replaceAll('</at>', '</span>');
  };
  const card = new AdaptiveCard();
  card.onExecuteAction = (action) => {
    if (action instanceof ExecuteAction) void send(action.verb, action.data, action.title);
  };
  // What unfolds below (the input for a reason) would often be out of sight.
  card.onInlineCardExpanded = (_action, isExpanded) => {
    if (!isExpanded) return;
    const drawn = card.renderedElement;
    drawn.scrollIntoView({ block: 'end' });
    [...drawn.querySelectorAll('textarea')].find((box) => box.offsetParent)?.focus();
  };
  const drawn = draw(card, json);
  const node = el('div', { class: 'card' }, drawn ?? el('p', {}, json.fallbackText));
  if (drawn) cards.set(node, card);
  return node;
}

/** A card that the renderer can't draw must not take the conversation with it. */
function draw(card, json) {
  try {
    takeScheme(card);
    card.parse(json);
    return card.render();
  } catch (error) {
    console.error(error);
    return undefined;
  }
}

function takeScheme(card) {
  const { HostConfig } = globalThis.AdaptiveCards;
  card.hostConfig = new HostConfig(hostConfigs[prefersDark.matches ? 'dark' : 'light']);
}

/** Nobody loses a half-typed reason because the evening came. */
function redraw(node, card) {
  const controls = () => [...node.querySelectorAll('button, input, select, textarea')];
  const focused = controls().indexOf(document.activeElement);
  for (const input of card.getAllInputs()) input.defaultValue = input.value ?? input.defaultValue;
  takeScheme(card);
  // What unfolds is drawn once and then shown again as it was.
  for (const { card: inline } of card.getAllActions()) if (inline?.renderedElement) inline.render();
  node.replaceChildren(card.render());
  controls()[focused]?.focus({ preventScroll: true });
}

export function teamsMessage(entry) {
  const send = async (verb, data, label) => {
    const { me: as } = state;
    try {
      await tell('/api/card', { as, chat: entry.chat, id: entry.id, verb, data });
      did({ kind: 'press', me: as, chat: entry.chat, label });
      toast(`${label}: sent`);
    } catch (error) {
      toast(error.message, true);
    }
  };
  return cardElement(entry.card, send);
}
