import { makeComposer } from './composer.mjs';
import { showForms } from './form-dialog.mjs';
import { byId } from './element.mjs';
import { startGateways } from './gateways.mjs';
import { startGuide } from './guide.mjs';
import { MessageList } from './message-list.mjs';
import { ask, follow } from './server.mjs';
import { showSidebar } from './sidebar.mjs';
import {
  changed,
  did,
  entriesHere,
  markSeen,
  onState,
  recallWhere,
  rememberWhere,
  repliesTo,
  state,
  takeChange,
  takeWhole,
} from './state.mjs';
import { showTop, startDrawers } from './top.mjs';

state.setting = await ask('/api/setting');
recallWhere();

const list = new MessageList(byId('messages'), { openThread });
const replies = new MessageList(byId('replies'), {});
makeComposer(byId('composer'), () => undefined);
makeComposer(byId('thread-composer'), () => state.thread);
byId('close-thread').addEventListener('click', closeThread);
byId('thread').addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeThread();
});

function openThread(entry) {
  state.thread = entry.id;
  did({ kind: 'thread' });
  changed('where');
  byId('thread').querySelector('textarea').focus();
}

function closeThread() {
  const id = state.thread;
  state.thread = undefined;
  changed('where');
  byId('messages').querySelector(`[data-id="${id}"] .reply`)?.focus();
}

let stopFollowing = () => {};
let followed;

/** Become somebody else: their page is drawn from nothing, so nothing of the one before is left. */
function followMe() {
  if (followed === state.me) return;
  followed = state.me;
  stopFollowing();
  state.entries = new Map();
  state.forms = { slack: null, teams: null };
  stopFollowing = follow(state.me, {
    onWhole: takeWhole,
    onChange: takeChange,
    onLink: (linked) => {
      state.linked = linked;
      changed('link');
    },
  });
}

function showPlace() {
  const isDirect = state.place === 'direct';
  byId('place-title').textContent = isDirect ? 'mtgw' : state.place;
  byId('place-note').textContent = isDirect
    ? `Between ${state.me} and the bot`
    : `in ${state.chat === 'slack' ? 'Slack' : 'Teams'}, as ${state.me}`;
  document.body.dataset.chat = state.chat;
}

function showMessages() {
  const shown = entriesHere();
  list.show(shown, `${state.me}/${state.chat}/${state.place}`);
  const root = shown.find((entry) => entry.id === state.thread);
  byId('thread').hidden = root === undefined;
  byId('right').inert = root !== undefined;
  if (root) replies.show([root, ...repliesTo(root)], `${state.me}/${state.chat}/${root.id}`);
}

onState((what) => {
  if (what.has('where')) {
    rememberWhere();
    followMe();
    showPlace();
  }
  if (what.has('where') || what.has('entries')) {
    showMessages();
    markSeen();
    showSidebar();
  }
  if (what.has('where') || what.has('forms')) showForms();
  showTop();
});

startDrawers();
startGuide();
startGateways();
changed('where', 'link');
