import { el, toast } from './element.mjs';
import { tell } from './server.mjs';
import { did, state } from './state.mjs';
import { hostConfig } from './teams-host-config.mjs';

/** Nothing but people who are called: names of letters, digits and ._'- alone. */
const mentions = /^<at>[\p{L}\p{N} ._'-]*<\/at>(?: <at>[\p{L}\p{N} ._'-]*<\/at>)*$/u;

/** A card drawn by Microsoft's own renderer. `send(verb, data)` gets what its actions bring, inputs included. */
export function cardElement(json, send) {
  const { AdaptiveCard, HostConfig, ExecuteAction } = globalThis.AdaptiveCards;
  // Only a check box's title could hold Markdown; it is shown as written.
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.didProcess = mentions.test(text);
    if (!result.didProcess) return;
    result.outputHtml = text
      .replaceAll('<at>', '<span class="mention">')
      .replaceAll('</at>', '</span>');
  };
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig(hostConfig);
  card.onExecuteAction = (action) => {
    if (action instanceof ExecuteAction) void send(action.verb, action.data, action.title);
  };
  return el('div', { class: 'card' }, draw(card, json) ?? el('p', {}, json.fallbackText));
}

/** A card that the renderer can't draw must not take the conversation with it. */
function draw(card, json) {
  try {
    card.parse(json);
    const drawn = card.render();
    // What unfolds below (the input for a reason) would often be out of sight.
    card.onInlineCardExpanded = (_action, isExpanded) => {
      if (!isExpanded) return;
      drawn.scrollIntoView({ block: 'end' });
      [...drawn.querySelectorAll('textarea')].find((box) => box.offsetParent)?.focus();
    };
    return drawn;
  } catch (error) {
    console.error(error);
    return undefined;
  }
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
