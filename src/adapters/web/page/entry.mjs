import { avatar } from './avatar.mjs';
import { el } from './element.mjs';
import { slackMessage } from './slack-message.mjs';
import { teamsMessage } from './teams-card.mjs';

const timeFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** One entry of a conversation with its head, its body, and the way to its replies. */
export function entryElement(entry, replies, { openThread }) {
  const at = new Date(entry.at);
  const isBot = entry.from === 'mtgw';
  const body = entry.message
    ? entry.card
      ? teamsMessage(entry)
      : slackMessage(entry)
    : el('p', { class: 'said' }, entry.text);
  const kind = entry.from === 'platform' ? ' platform' : isBot ? ' bot' : '';
  return el(
    'article',
    { class: `entry${kind}${entry.private ? ' private' : ''}`, 'data-id': entry.id },
    avatar(entry.from),
    el(
      'div',
      { class: 'content' },
      el(
        'p',
        { class: 'head' },
        el('strong', {}, entry.from === 'platform' ? chatName(entry) : entry.from),
        isBot && el('span', { class: 'app' }, 'App'),
        el('time', { dateTime: at.toISOString() }, timeFormat.format(at)),
        entry.edited && el('span', { class: 'edited' }, 'edited'),
        entry.private && el('span', { class: 'only' }, 'Only visible to you'),
      ),
      body,
      openThread && !entry.private && replyButton(entry, replies, openThread),
    ),
  );
}

const chatName = (entry) => (entry.chat === 'slack' ? 'Slack' : 'Teams');

function replyButton(entry, replies, openThread) {
  const label =
    replies.length === 0
      ? 'Reply in thread'
      : replies.length === 1
        ? '1 reply'
        : `${replies.length} replies`;
  const newest = replies.at(-1);
  const last = newest && `last ${timeFormat.format(new Date(newest.at))}`;
  return el(
    'button',
    {
      type: 'button',
      class: `reply${replies.length === 0 ? ' none' : ''}`,
      onclick: () => openThread(entry),
    },
    el('span', {}, label),
    last && el('small', {}, last),
  );
}
