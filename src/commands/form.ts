import { UserError } from '../errors';
import type { Inventory } from '../inventory';
import type { Field, Form, Text } from '../message';
import type { Arg } from '../ops/arg';
import { checkTexts, knownNames, type Problem, tenantIn } from './check-texts';
import type { Declared } from './declared';
import { findLeakIn } from './leak';
import { findMissing } from './read-args';
import { ended, show } from './show';

interface FormWish {
  inventory: Inventory;
  /** Comes back with the submission; never a secret. */
  context: string;
  intro?: Text;
  /** The channel that it counts in. */
  place?: string;
  problems?: readonly Pick<Problem, 'name' | 'sentence'>[];
}

/** A form for a command, filled with what is known. Secret fields are always empty. */
export function toForm(of: Declared, texts: Record<string, string>, wish: FormWish): Form {
  const tenant = tenantIn(of.args, texts);
  const fields = Object.entries(of.args).map(([name, arg]): Field => {
    const value = Object.hasOwn(texts, name) ? texts[name] : undefined;
    const error = wish.problems?.find((problem) => problem.name === name)?.sentence;
    const field = {
      name,
      label: arg.label,
      hint: hintOf(arg),
      required: arg.required && arg.secret?.makeable !== true,
      ...(error === undefined ? {} : { error: capital(ended(error)) }),
    };
    if (arg.secret !== undefined) return { ...field, kind: 'secret' };
    const options = optionsOf(arg, tenant, wish.inventory);
    if (arg.flag === true && options === undefined) {
      return { ...field, kind: 'check', ...(value === 'yes' ? { value } : {}) };
    }
    if (options === undefined) {
      return { ...field, kind: 'text', ...(value === undefined ? {} : { value }) };
    }
    const chosen = value !== undefined && options.includes(value) ? { value } : {};
    const labelled = options.map((option) => ({ value: option, label: option }));
    return { ...field, kind: 'choice', options: labelled, ...chosen };
  });
  return {
    title: of.name,
    submit: of.kind === 'change' ? 'Plan it' : 'Go on',
    intro: wish.intro ?? of.summary,
    fields,
    ...(wish.place === undefined ? {} : { place: wish.place }),
    context: wish.context,
  };
}

export interface Submission {
  /** Checked texts in their one spelling. */
  texts: Record<string, string>;
  /** To be sealed at once: they must not reach a record, a log or a message. */
  secrets: Record<string, string>;
  /** Sentences by field, none of which repeats a secret. Empty when all is well. */
  errors: Record<string, string>;
}

/**
 * What a submitted form says. Fields left empty count as not given.
 * @throws UserError for a field that the form does not have
 */
export function readForm(
  of: Declared,
  values: Record<string, string>,
  inventory: Inventory,
): Submission {
  const stray = Object.keys(values).find((name) => !Object.hasOwn(of.args, name));
  if (stray !== undefined) {
    throw new UserError(`${of.name} has no field ${show(stray)}. Open the form again.`, [of.name]);
  }
  const typed: Record<string, string> = {};
  const secrets: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const arg = of.args[name];
    if (arg === undefined || value.trim() === '') continue;
    if (arg.secret !== undefined) secrets[name] = value;
    // A box that is not ticked says nothing.
    else if (!(isTick(arg) && value.trim().toLowerCase() === 'false')) typed[name] = value.trim();
  }
  const { texts, problems } = checkTexts(of.args, typed, inventory);
  const errors: Record<string, string> = {};
  for (const { name, sentence } of problems) errors[name] = capital(ended(sentence));
  // Also where the text is wrong anyway: the sentence about it would repeat it.
  for (const [name, text] of Object.entries(typed)) {
    if (findLeakIn(text) === undefined) continue;
    errors[name] = 'This would show a secret to everybody. Take it out.';
    delete texts[name];
  }
  for (const [name, value] of Object.entries(secrets)) {
    const refusal = of.args[name]?.secret?.refuse(value, Object.values(texts));
    if (refusal !== undefined) errors[name] = capital(ended(refusal));
  }
  for (const name of findMissing(of.args, { ...typed, ...secrets })) {
    errors[name] = 'This is needed.';
  }
  return { texts, secrets, errors };
}

function hintOf({ hint, secret }: Arg): string {
  return secret?.makeable ? `Leave it empty and the bot makes a strong one. Else ${hint}.` : hint;
}

function isTick(arg: Arg): boolean {
  return arg.flag === true && arg.options === undefined;
}

/** Tenants stay a text: whoever sees the form need not see every customer's name. */
function optionsOf(
  arg: Arg,
  tenant: string | undefined,
  inventory: Inventory,
): readonly string[] | undefined {
  if (arg.options !== undefined) return arg.options;
  if (arg.names === undefined || arg.names === 'tenant' || arg.fresh) return undefined;
  const names = knownNames(arg.names, tenant, inventory);
  return names.length > 0 && names.length <= 100 ? names : undefined;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
