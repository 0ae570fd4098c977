import { compose } from './composer.mjs';
import { byId, el } from './element.mjs';
import { changed, did, onDeed, state } from './state.mjs';

const line = '/mtgw add-s2s tenant=contoso';

function become(me, chat = state.chat) {
  Object.assign(state, { me, chat, place: '#mtgw', thread: undefined });
  did({ kind: 'see', me, chat });
  changed('where');
}

/** Each step ticks itself off when the person does it, in whatever order. */
const steps = [
  {
    id: 'ask',
    text: ['As ', el('strong', {}, 'alice'), ', ask for a tunnel: ', el('code', {}, line)],
    help: 'Type it for me',
    act: () => {
      become('alice', 'slack');
      compose(line);
    },
    isDone: (deed) => deed.kind === 'say' && /\badd-s2s\b/i.test(deed.text),
  },
  {
    id: 'approve',
    text: [
      'Become ',
      el('strong', {}, 'bob'),
      ', read the plan on the card and press ',
      el('strong', {}, 'Approve'),
    ],
    help: 'Become bob',
    act: () => become('bob', 'slack'),
    isDone: (deed) => deed.kind === 'press' && deed.me !== 'alice' && /^approve/i.test(deed.label),
  },
  {
    id: 'watch',
    text: ['Open the replies under the card and watch each cmdlet run'],
    isDone: (deed) => deed.kind === 'thread',
  },
  {
    id: 'key',
    text: [
      'The far end has no key yet: give it the key at the gateway below, and the tunnel comes up',
    ],
    isDone: (deed) => deed.kind === 'fault' && /key/i.test(`${deed.id} ${deed.label}`),
  },
  {
    id: 'teams',
    text: ['Switch to ', el('strong', {}, 'Teams'), ': the same card is there'],
    help: 'Go to Teams',
    act: () => become(state.me, 'teams'),
    isDone: (deed) => deed.kind === 'see' && deed.chat === 'teams',
  },
  {
    id: 'keep',
    text: ['Press ', el('strong', {}, 'Keep'), ', or wait and see how it undoes itself'],
    isDone: (deed) => deed.kind === 'press' && /^keep/i.test(deed.label),
  },
];

const memory = 'mtgw-guide';
const recalled = JSON.parse(sessionStorage.getItem(memory) ?? '{"done":[]}');
const done = new Set(recalled.done);
let isOpen = recalled.isOpen ?? true;

/** The way to a first change, for whoever is new here. */
export function startGuide() {
  onDeed((deed) => {
    const before = done.size;
    for (const step of steps) if (step.isDone(deed)) done.add(step.id);
    if (done.size !== before) draw();
  });
  draw();
}

function draw() {
  sessionStorage.setItem(memory, JSON.stringify({ done: [...done], isOpen }));
  const next = steps.find((step) => !done.has(step.id));
  const toggle = () => {
    isOpen = !isOpen;
    draw();
    byId('guide').querySelector('button').focus();
  };
  byId('guide').replaceChildren(
    el(
      'div',
      { class: 'guide-head' },
      el('h2', { id: 'guide-title' }, next ? 'Your first change' : 'That was a whole change'),
      el('span', { class: 'count' }, `${done.size} of ${steps.length}`),
      el(
        'button',
        { type: 'button', class: 'quiet', 'aria-expanded': String(isOpen), onclick: toggle },
        isOpen ? 'Hide' : 'Show',
      ),
    ),
    isOpen
      ? el(
          'ol',
          { class: 'steps' },
          steps.map((step) => stepElement(step, step === next)),
        )
      : '',
  );
}

function stepElement({ id, text, help, act }, isNext) {
  const isDone = done.has(id);
  return el(
    'li',
    {
      class: `${isDone ? 'done' : ''}${isNext ? ' next' : ''}`,
      'aria-current': isNext ? 'step' : undefined,
    },
    el('span', {}, text, isDone && el('span', { class: 'unseen' }, ' (done)')),
    isNext && help && el('button', { type: 'button', class: 'link', onclick: act }, help),
  );
}
