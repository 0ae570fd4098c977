import { byId, el, toast } from './element.js';
import { ask, tell } from './server.js';
import { did, state } from './state.js';

const everyMs = 4000;

/** What can be done to the simulated gateways, and to time. */
export function startGateways() {
  const { hasFaults, hasClock } = state.setting;
  const node = byId('gateways');
  node.hidden = !hasFaults;
  if (!hasFaults && !hasClock) return;
  const list = el('div');
  node.replaceChildren(
    el('h2', { id: 'gateways-title' }, 'Gateways'),
    el('p', { class: 'hint' }, 'Let something happen and see what the bot makes of it.'),
    list,
  );
  let shown = '';
  const look = async () => {
    try {
      const { buttons, now } = await ask('/api/faults');
      showClock(now, look);
      if (JSON.stringify(buttons) === shown) return;
      shown = JSON.stringify(buttons);
      draw(list, buttons, look);
    } catch {
      // The head of the page says that the sandbox is away.
    }
  };
  void look();
  setInterval(() => document.visibilityState === 'visible' && void look(), everyMs);
}

function showClock(now, look) {
  const clock = byId('clock');
  clock.hidden = !state.setting.hasClock;
  if (now === undefined) return;
  const at = new Date(now);
  const isMoved = Math.abs(now - Date.now()) > 60_000;
  const options = { hour: '2-digit', minute: '2-digit', ...(isMoved && { weekday: 'short' }) };
  const time = clock.querySelector('time');
  time.dateTime = at.toISOString();
  time.textContent = new Intl.DateTimeFormat(undefined, options).format(at);
  clock.querySelector('button').onclick = async () => {
    try {
      await tell('/api/clock', { ms: 3_600_000 });
      toast("The bot's clock is an hour further.");
    } catch (error) {
      toast(error.message, true);
    }
    await look();
  };
}

function draw(list, buttons, look) {
  const open = new Set(
    [...list.querySelectorAll('details[open]')].map((details) => details.dataset.gateway),
  );
  const isFirst = list.childElementCount === 0;
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.id : undefined;
  const gateways = [...new Set(buttons.map((button) => button.gateway))];
  list.replaceChildren(
    ...gateways.map((gateway, index) => {
      const own = buttons.filter((button) => button.gateway === gateway);
      const faults = own.filter((button) => button.active).length;
      return el(
        'details',
        { class: 'gateway', 'data-gateway': gateway, open: isFirst ? index === 0 : open.has(gateway) },
        el(
          'summary',
          {},
          el('strong', {}, gateway),
          el(
            'span',
            { class: `health ${faults === 0 ? 'good' : 'bad'}` },
            faults === 0 ? 'no faults' : faults === 1 ? '1 fault' : `${faults} faults`,
          ),
        ),
        el('div', { class: 'faults' }, own.map((button) => faultButton(button, look))),
      );
    }),
  );
  if (focused) list.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}

function faultButton({ id, label, kind, active }, look) {
  const act = async ({ currentTarget }) => {
    currentTarget.setAttribute('aria-busy', 'true');
    try {
      const { said } = await tell('/api/fault', { id });
      toast(said || `${label}: done`);
      did({ kind: 'fault', id, label });
    } catch (error) {
      toast(error.message, true);
    }
    await look();
    currentTarget?.removeAttribute('aria-busy');
  };
  return el(
    'button',
    {
      type: 'button',
      class: `fault ${kind}${active ? ' active' : ''}`,
      'data-id': id,
      onclick: act,
    },
    label,
    active && el('span', { class: 'unseen' }, ' (in force)'),
  );
}
