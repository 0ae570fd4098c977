import { toast } from './element.mjs';
import { tell } from './server.mjs';
import { did, state } from './state.mjs';

/** Send a click. The button says that it is under way until the card changes, or for a moment. */
export async function press(entry, button, reason, node) {
  const { me: as } = state;
  const { chat, id } = entry;
  node.setAttribute('aria-busy', 'true');
  setTimeout(() => node.removeAttribute('aria-busy'), 1500);
  try {
    const { action, value } = button;
    await tell('/api/press', { as, chat, id, action, value, ...(reason && { reason }) });
    did({ kind: 'press', me: as, chat, label: button.label });
  } catch (error) {
    toast(error.message, true);
  }
}
