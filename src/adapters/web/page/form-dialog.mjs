import { byId, el, spans } from './element.mjs';
import { tell } from './server.mjs';
import { state } from './state.mjs';
import { cardElement } from './teams-card.mjs';

let shown;

/** The form that is open for this person in this chat, as a modal: Slack's own, or an input card in Teams. */
export function showForms() {
  const open = state.forms[state.chat];
  const dialog = byId('form-dialog');
  if (open?.id === shown?.id) return;
  shown = open ?? undefined;
  if (!open) {
    dialog.close();
    return;
  }
  const problem = el('p', { class: 'problem', role: 'alert' });
  dialog.replaceChildren(...(open.card ? teamsForm(open, problem) : [slackForm(open, problem)]));
  dialog.oncancel = (event) => {
    event.preventDefault();
    void close(open);
  };
  if (!dialog.open) dialog.showModal();
  dialog.querySelector('input:not([type=hidden]), select, textarea')?.focus();
}

function close(open) {
  return tell('/api/close', { as: state.me, chat: open.chat, form: open.id }).catch(() => {
    // Somebody closed it meanwhile; the stream says so.
  });
}

function slackForm(open, problem) {
  const { form } = open;
  const submit = async (event) => {
    event.preventDefault();
    const given = new FormData(event.target);
    const values = Object.fromEntries(
      form.fields.map(({ kind, name }) => [
        name,
        kind === 'check' ? String(given.has(name)) : (given.get(name) ?? ''),
      ]),
    );
    try {
      await tell('/api/fill', { as: state.me, chat: open.chat, form: open.id, values });
    } catch (error) {
      problem.textContent = error.message;
    }
  };
  return el(
    'form',
    { onsubmit: submit, autocomplete: 'off' },
    el('h2', { id: 'form-title' }, form.title),
    form.intro !== undefined && el('p', {}, spans(form.intro)),
    form.fields.map(fieldElement),
    problem,
    el(
      'div',
      { class: 'buttons' },
      el('button', { type: 'button', class: 'quiet', onclick: () => close(open) }, 'Cancel'),
      el('button', { type: 'submit', class: 'primary' }, form.submit),
    ),
  );
}

function fieldElement(field) {
  const errorId = `error-${field.name}`;
  const about = {
    name: field.name,
    required: field.required,
    'aria-invalid': field.error === undefined ? undefined : 'true',
    'aria-describedby': field.error === undefined ? undefined : errorId,
  };
  const hint = field.hint !== undefined && el('small', { class: 'hint' }, field.hint);
  const error =
    field.error !== undefined && el('small', { class: 'problem', id: errorId }, field.error);
  if (field.kind === 'check') {
    const box = el('input', {
      ...about,
      required: false,
      type: 'checkbox',
      checked: field.value === 'true',
    });
    return el('label', { class: 'check' }, box, el('span', {}, field.label), hint, error);
  }
  const label = el('span', {}, field.label, !field.required && el('small', {}, ' optional'));
  return el('label', {}, label, input(field, about), hint, error);
}

function input(field, about) {
  if (field.kind === 'choice') {
    return el(
      'select',
      about,
      el('option', { value: '' }, 'Choose…'),
      field.options.map(({ value, label }) =>
        el('option', { value, selected: value === field.value }, label),
      ),
    );
  }
  const isSecret = field.kind === 'secret';
  return el('input', {
    ...about,
    type: isSecret ? 'password' : 'text',
    autocomplete: isSecret ? 'new-password' : 'off',
    spellcheck: false,
    value: isSecret ? '' : (field.value ?? ''),
  });
}

/** The title stands on the card already; the dialog's own is for those who can't see it. */
function teamsForm(open, problem) {
  const send = async (verb, data) => {
    try {
      await tell('/api/card', { as: state.me, chat: open.chat, id: open.id, verb, data });
    } catch (error) {
      problem.textContent = error.message;
    }
  };
  return [
    el('h2', { id: 'form-title', class: 'unseen' }, open.form.title),
    cardElement(open.card, send),
    problem,
  ];
}
