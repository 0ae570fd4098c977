import { byId, el, toast } from './element.mjs';
import { ask, tell } from './server.mjs';
import { did, onState, state } from './state.mjs';

/** Each look reads every gateway, so mostly it waits for the bot to say that something happened. */
const everyMs = 15_000;
const afterNewsMs = 1000;

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
  let isLooking = false;
  let isAskedAgain = false;
  const look = async () => {
    isAskedAgain = isLooking;
    if (isLooking) return;
    isLooking = true;
    try {
      const { buttons, now } = await ask('/api/faults');
      showClock(now, look);
      if (JSON.stringify(buttons) === shown) return;
      shown = JSON.stringify(buttons);
      draw(list, buttons, look);
    } catch {
      // The head of the page says that the sandbox is away.
    } finally {
      isLooking = false;
    }
    if (isAskedAgain) await look();
  };
  void look();
  const lookIfSeen = () => document.visibilityState === 'visible' && void look();
  setInterval(lookIfSeen, everyMs);
  let news;
  onState((what) => {
    if (!what.has('entries')) return;
    clearTimeout(news);
    news = setTimeout(lookIfSeen, afterNewsMs);
  });
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
  const focused = list.contains(document.activeElement)
    ? document.activeElement.dataset.id
    : undefined;
  const gateways = [...new Set(buttons.map((button) => button.gateway))];
  list.replaceChildren(
    ...gateways.map((gateway, index) => {
      const own = buttons.filter((button) => button.gateway === gateway);
      return el(
        'details',
        {
          class: 'gateway',
          'data-gateway': gateway,
          open: isFirst ? index === 0 : open.has(gateway),
        },
        el('summary', {}, el('strong', {}, gateway), health(own)),
        el(
          'div',
          { class: 'faults' },
          own.map((button) => faultButton(button, look)),
        ),
      );
    }),
  );
  if (focused) list.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}

/** Only where the buttons say whether they are in force: nobody should read 'no faults' off not knowing. */
function health(buttons) {
  if (buttons.every((button) => button.active === undefined)) return null;
  const faults = buttons.filter((button) => button.active).length;
  const text = faults === 0 ? 'no faults' : faults === 1 ? '1 fault' : `${faults} faults`;
  return el('span', { class: `health ${faults === 0 ? 'good' : 'bad'}` }, text);
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
