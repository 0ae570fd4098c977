import { callsOf, el, spans } from './element.mjs';
import { askReason } from './reason-dialog.mjs';
import { press } from './press.mjs';

/** Sign and name, so that a tone is not told by its colour alone. */
const tones = {
  working: ['▸', 'Goes on by itself'],
  waiting: ['…', 'Waiting'],
  good: ['✓', 'Good'],
  warning: ['!', 'Warning'],
  bad: ['✕', 'Bad'],
};

/** The neutral message as Slack shows Block Kit: an attachment with a bar in the colour of its tone. */
export function slackMessage(entry) {
  const { message } = entry;
  const isBare = message.title === undefined && (message.tone ?? 'neutral') === 'neutral';
  const lines = message.blocks.map(blockElement);
  lines[0]?.prepend(...callsOf(message.calls).flat());
  const [toneSign, name] = tones[message.tone] ?? [];
  const { mark } = message;
  const sign = mark ?? toneSign;
  return el(
    'div',
    { class: `slack ${isBare ? 'bare' : `attachment tone-${message.tone ?? 'neutral'}`}` },
    message.title !== undefined &&
      el(
        'h3',
        {},
        sign &&
          el(
            'span',
            { class: mark ? 'tone mark' : 'tone', role: 'img', 'aria-label': name, title: name },
            sign,
          ),
        spans(message.title),
      ),
    lines.length === 0 && message.title === undefined && el('p', {}, message.summary),
    lines,
    message.buttons?.length > 0 &&
      el(
        'div',
        { class: 'actions' },
        message.buttons.map((button) => actionButton(entry, button)),
      ),
  );
}

function blockElement(block) {
  switch (block.kind) {
    case 'text':
      return el('p', {}, spans(block.text));
    case 'note':
      return el('p', { class: 'note' }, spans(block.text));
    case 'code':
      return el('pre', { tabIndex: 0 }, el('code', {}, block.text));
    case 'list':
      return el(
        'ul',
        {},
        block.items.map((item) => el('li', {}, spans(item))),
      );
    case 'fields':
      return el(
        'dl',
        {},
        block.fields.map(({ label, value }) => [el('dt', {}, label), el('dd', {}, spans(value))]),
      );
  }
}

function actionButton(entry, button) {
  const node = el(
    'button',
    {
      type: 'button',
      class: `action ${button.style ?? ''}`,
      onclick: async () => {
        const reason = button.reason && (await askReason(button));
        if (reason === null) return;
        await press(entry, button, reason, node);
      },
    },
    button.label,
    button.reason && '…',
  );
  return node;
}
