import type { types } from '@slack/bolt';
import type { Field } from '../../message';
import { cutString } from './cut';
import {
  inputLabelLength,
  inputLength,
  optionLabelLength,
  optionsPerMenu,
  optionValueLength,
} from './limits';
import { literal, textBlock } from './rich-text';

/** Slack has no password input. */
const secretHint =
  'Others do not see this: it goes to the bot alone, which neither shows it nor keeps it in Slack.';

const checked = 'true';

/** One field as an input, with what was wrong with it in front of it. The field's name is the action id. */
export function inputBlocks(field: Field): types.KnownBlock[] {
  const { element, cut } = inputElement(field);
  const hints = [
    ...(field.hint === undefined ? [] : [field.hint]),
    ...(field.kind === 'secret' ? [secretHint] : []),
    ...(cut === 0 ? [] : [`Shortened: ${cut} more choices did not fit here.`]),
  ];
  const input: types.InputBlock = {
    type: 'input',
    block_id: `field.${field.name}`,
    // A box that is not ticked is an answer too.
    optional: !field.required || field.kind === 'check',
    label: literal(field.label, inputLabelLength),
    element,
    ...(hints.length === 0 ? {} : { hint: literal(hints.join(' '), inputLabelLength) }),
  };
  if (field.error === undefined) return [input];
  const what = { bold: `⚠️ ${cutString(field.label, optionLabelLength)}: ` };
  return [textBlock([what, cutString(field.error, inputLength)]), input];
}

function inputElement(field: Field): { element: types.InputBlock['element']; cut: number } {
  const action_id = field.name;
  switch (field.kind) {
    case 'secret':
      return { element: { type: 'plain_text_input', action_id }, cut: 0 };
    case 'text': {
      const { value = '' } = field;
      const initial = value === '' || value.length > inputLength ? {} : { initial_value: value };
      return { element: { type: 'plain_text_input', action_id, ...initial }, cut: 0 };
    }
    case 'check': {
      const option = { text: literal(field.label, optionLabelLength), value: checked };
      const initial = field.value === checked ? { initial_options: [option] } : {};
      const element = { type: 'checkboxes' as const, action_id, options: [option], ...initial };
      return { element, cut: 0 };
    }
    case 'choice':
      return choice(field);
  }
}

function choice(field: Field & { kind: 'choice' }) {
  const fitting = field.options.filter(({ value }) => value.length <= optionValueLength);
  const options = fitting
    .slice(0, optionsPerMenu)
    .map(({ label, value }) => ({ text: literal(label, optionLabelLength), value }));
  const chosen = options.find(({ value }) => value === field.value);
  const cut = field.options.length - options.length;
  const action_id = field.name;
  if (options.length === 0) {
    // Slack refuses an empty menu; what is typed here instead is checked like any other value.
    return { element: { type: 'plain_text_input' as const, action_id }, cut };
  }
  const initial = chosen === undefined ? {} : { initial_option: chosen };
  return { element: { type: 'static_select' as const, action_id, options, ...initial }, cut };
}

/** What one input holds when a modal is sent, as the payload has it. */
export interface InputState {
  type: string;
  value?: string | null | undefined;
  selected_option?: { value: string } | null | undefined;
  selected_options?: { value: string }[] | undefined;
}

/** Values by field name. Nothing chosen is an empty text, as nothing typed is. */
export function readValues(
  state: Record<string, Record<string, InputState>>,
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const block of Object.values(state)) {
    for (const [name, input] of Object.entries(block)) {
      values[name] =
        input.type === 'checkboxes'
          ? String((input.selected_options ?? []).some(({ value }) => value === checked))
          : (input.value ?? input.selected_option?.value ?? '');
    }
  }
  return values;
}
