import type { Field } from '../../message';
import { fieldPrefix } from './card-action';
import { type CardElement, richText } from './card-elements';

/**
 * One input of a form, after what was wrong with the value that was sent, and above how it is filled in: a placeholder
 * would be cut, and is gone with the first letter that is typed.
 */
export function fieldElements(field: Field): CardElement[] {
  const complaint =
    field.error === undefined
      ? []
      : [richText(`${field.label}: ${field.error}`, { color: 'attention' })];
  const hint =
    field.hint === undefined || field.kind === 'check'
      ? []
      : [{ ...richText(field.hint, { size: 'small', isSubtle: true }), spacing: 'small' }];
  return [...complaint, input(field), ...hint];
}

function input(field: Field): CardElement {
  const common = {
    id: `${fieldPrefix}${field.name}`,
    spacing: 'medium',
    label: field.label,
    ...(field.required ? { isRequired: true, errorMessage: `${field.label} is needed.` } : {}),
  };
  const value = field.value === undefined ? {} : { value: field.value };
  switch (field.kind) {
    case 'text':
      return { type: 'Input.Text', ...common, ...value };
    case 'secret':
      // Whatever the caller gave, a secret is never sent to be shown.
      return { type: 'Input.Text', style: 'password', ...common };
    case 'choice':
      return {
        type: 'Input.ChoiceSet',
        style: 'compact',
        ...common,
        ...value,
        choices: field.options.map((option) => ({ title: option.label, value: option.value })),
      };
    case 'check':
      return {
        type: 'Input.Toggle',
        id: common.id,
        spacing: common.spacing,
        wrap: true,
        title: field.hint === undefined ? field.label : `${field.label}: ${field.hint}`,
        value: field.value === 'true' ? 'true' : 'false',
        valueOn: 'true',
        valueOff: 'false',
      };
  }
}
