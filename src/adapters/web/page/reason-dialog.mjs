import { byId, el } from './element.mjs';

/** Ask why, as a Slack modal. Null when the person thinks better of it. */
export function askReason(button) {
  const dialog = byId('reason-dialog');
  return new Promise((resolve) => {
    let result = null;
    const box = el('textarea', {
      name: 'reason',
      rows: 3,
      maxLength: 500,
      required: button.reason.required,
      autofocus: true,
    });
    dialog.replaceChildren(
      el(
        'form',
        {
          method: 'dialog',
          onsubmit: () => {
            result = box.value.trim();
          },
        },
        el('h2', { id: 'reason-title' }, button.reason.title),
        button.reason.about !== undefined && el('p', {}, el('code', {}, button.reason.about)),
        el(
          'label',
          {},
          el(
            'span',
            {},
            button.reason.label,
            !button.reason.required && el('small', {}, ' optional'),
          ),
          box,
        ),
        el(
          'div',
          { class: 'buttons' },
          el('button', { type: 'button', class: 'quiet', onclick: () => dialog.close() }, 'Back'),
          el(
            'button',
            { type: 'submit', class: button.style === 'danger' ? 'danger' : 'primary' },
            button.label,
          ),
        ),
      ),
    );
    dialog.addEventListener('close', () => resolve(result), { once: true });
    dialog.showModal();
  });
}
