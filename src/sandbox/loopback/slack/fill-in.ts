import { asList, asObject, asText, type Json } from './json';
import { readText } from './read-blocks';

export type ViewState = Record<string, Record<string, Json>>;

interface Input {
  block: string;
  name: string;
  label: string;
  optional: boolean;
  element: Json;
}

/** The inputs of a modal; people know them by their action id or by their label. */
function inputsOf(view: Json): Input[] {
  return asList(view['blocks'])
    .map(asObject)
    .filter((block) => block['type'] === 'input')
    .map((block, index) => {
      const element = asObject(block['element']);
      return {
        block: asText(block['block_id']) || `i${index}`,
        name: asText(element['action_id']),
        label: readText(block['label']),
        optional: block['optional'] === true,
        element,
      };
    });
}

/** The one field of a modal that asks for a reason, by its action id. Empty when the view has no input. */
export function firstInputName(view: Json): string {
  return inputsOf(view)[0]?.name ?? '';
}

/** Prefilled values by field name, as an open modal shows them. */
export function shownValues(view: Json): Record<string, string> {
  return Object.fromEntries(inputsOf(view).map(({ name, element }) => [name, initial(element)]));
}

/** What the client itself checks before it sends a modal. A string is what is wrong. */
export function fillIn(view: Json, given: Record<string, string>): ViewState | string {
  const inputs = inputsOf(view);
  const find = (called: string) =>
    inputs.find(({ name }) => name === called) ??
    inputs.find(({ label }) => label.toLowerCase() === called.toLowerCase());
  const stray = Object.keys(given).find((called) => find(called) === undefined);
  if (stray !== undefined) {
    return `The form has no field ${stray}. It has: ${inputs.map(({ name }) => name).join(', ')}.`;
  }
  const values = new Map(Object.entries(given).map(([called, value]) => [find(called), value]));
  const state: ViewState = {};
  for (const input of inputs) {
    const held = hold(input, values.get(input) ?? initial(input.element));
    if (typeof held === 'string') return held;
    state[input.block] = { ...state[input.block], [input.name]: held };
  }
  return state;
}

function initial(element: Json): string {
  const [ticked] = asList(element['initial_options']);
  const option = asObject(element['initial_option'] ?? ticked);
  return asText(element['initial_value']) || asText(option['value']);
}

function hold({ label, optional, element }: Input, value: string): Json | string {
  const type = asText(element['type']);
  if (!optional && value.trim() === '') return `${label} is needed.`;
  if (type === 'plain_text_input') {
    const most = typeof element['max_length'] === 'number' ? element['max_length'] : 3000;
    if (value.length > most) return `${label} is longer than ${most} characters.`;
    return { type, value: value === '' ? null : value };
  }
  const options = asList(element['options']).map(asObject);
  if (type === 'checkboxes') {
    const isTicked = /^(true|yes|on|1)$/i.test(value);
    return { type, selected_options: isTicked ? options.slice(0, 1) : [] };
  }
  if (value === '') return { type, selected_option: null };
  const wanted = value.toLowerCase();
  const chosen = options.find(
    (option) =>
      asText(option['value']).toLowerCase() === wanted ||
      readText(option['text']).toLowerCase() === wanted,
  );
  return chosen === undefined
    ? `${label} is none of the choices.`
    : { type, selected_option: chosen };
}
