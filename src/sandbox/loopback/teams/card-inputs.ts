import { type Json, listOf, record, textOf } from './json';

export interface Input {
  id: string;
  label: string;
  required: boolean;
  /** As the card shows it before anybody types. */
  value: string;
  choices: { title: string; value: string }[];
  toggle?: { on: string; off: string };
}

/** A button, with what the client sends along when it is pressed. */
export interface Pressable {
  label: string;
  title: string;
  verb: string;
  data: Json;
  /** On the card where the button stands, and on those around it. */
  inputs: Input[];
}

/** The client masks what is typed there, so it is never shown in a transcript. */
export function isSecret(element: Json): boolean {
  return element['type'] === 'Input.Text' && element['style'] === 'password';
}

/** An input of a card with what it shows before anybody types. Undefined for every other element. */
export function readInput(element: Json): Input | undefined {
  const type = textOf(element['type']);
  if (!type.startsWith('Input.')) return undefined;
  const toggle = {
    on: textOf(element['valueOn']) || 'true',
    off: textOf(element['valueOff']) || 'false',
  };
  return {
    id: textOf(element['id']),
    label: textOf(element['label']) || textOf(element['title']),
    required: element['isRequired'] === true,
    value: textOf(element['value']),
    choices: listOf(element['choices']).map((choice) => ({
      title: textOf(choice['title']),
      value: textOf(choice['value']),
    })),
    ...(type === 'Input.Toggle' ? { toggle } : {}),
  };
}

/** Every button of a card. One that opens a card is named by what a person presses first. */
export function pressables(
  card: Json,
  around: readonly Input[] = [],
  opened?: string,
): Pressable[] {
  const elements = flatten(card['body']);
  const inputs = [...around, ...elements.flatMap((element) => readInput(element) ?? [])];
  const actions = [...elements.flatMap((e) => listOf(e['actions'])), ...listOf(card['actions'])];
  return actions.flatMap((action) => {
    const title = textOf(action['title']);
    if (action['type'] === 'Action.ShowCard') {
      return pressables(record(action['card']) ?? {}, inputs, opened ?? title);
    }
    if (action['type'] !== 'Action.Execute') return [];
    const data = record(action['data']) ?? {};
    const along = action['associatedInputs'] === 'none' ? [] : inputs;
    return [{ label: opened ?? title, title, verb: textOf(action['verb']), data, inputs: along }];
  });
}

function flatten(list: unknown): Json[] {
  return listOf(list).flatMap((element) => [
    element,
    ...flatten(element['items']),
    ...listOf(element['columns']).flatMap((column) => flatten(column['items'])),
  ]);
}

/**
 * The data of a press as the client makes it: the action's own, with the inputs over it. Empty inputs are left out.
 * A string is what the client says instead of sending.
 */
export function fillIn(
  { data, inputs }: Pressable,
  given: (input: Input) => string | undefined,
): Json | string {
  const filled: Json = { ...data };
  for (const input of inputs) {
    const value = valueOf(input, given(input));
    if (value === undefined) return `${input.label} is none of the choices.`;
    if (value.trim() !== '') filled[input.id] = value;
    else if (input.required) return `${input.label} is needed.`;
  }
  return filled;
}

function valueOf(input: Input, given: string | undefined): string | undefined {
  const value = given ?? input.value;
  if (input.toggle !== undefined) {
    const { on, off } = input.toggle;
    return value === on || /^(true|yes|on|1)$/i.test(value) ? on : off;
  }
  if (input.choices.length === 0 || value === '') return value;
  const wanted = value.toLowerCase();
  return input.choices.find(
    (choice) => choice.value.toLowerCase() === wanted || choice.title.toLowerCase() === wanted,
  )?.value;
}
