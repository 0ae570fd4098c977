import { UserError } from '../errors';
import type { Inventory } from '../world/inventory';
import type { Field, Form, Text } from '../message';
import type { Arg } from '../ops/arg';
import { checkTexts, knownNames, type Problem, tenantIn } from './check-texts';
import type { Declared } from './declared';
import { findLeakIn } from './leak';
import { joinOthers, optionsOf, otherOf } from './pickers';
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
  const fields = Object.entries(of.args).flatMap(([name, arg]): Field[] => {
    const value = Object.hasOwn(texts, name) ? texts[name] : undefined;
    const error = wish.problems?.find((problem) => problem.name === name)?.sentence;
    const field = {
      name,
      label: arg.label,
      hint: hintOf(arg),
      required: arg.required && arg.secret?.makeable !== true,
      ...(error === undefined ? {} : { error: capital(ended(error)) }),
    };
    if (arg.secret !== undefined) return [{ ...field, kind: 'secret' }];
    const options = optionsOf(arg, tenant, wish.inventory);
    if (arg.flag === true && options === undefined) {
      return [{ ...field, kind: 'check', ...(value === 'yes' ? { value } : {}) }];
    }
    const typed = value === undefined ? {} : { value };
    if (options === undefined) return [{ ...field, kind: 'text', ...typed }];
    const isChosen = options.some((option) => option.value === value);
    const menu: Field = { ...field, kind: 'choice', options, ...(isChosen ? typed : {}) };
    if (arg.fresh !== true) return [menu];
    // Either of both is enough: that is asked when the form is sent.
    const other = { name: otherOf(name), label: `Another ${arg.label.toLowerCase()}` };
    return [
      { ...menu, required: false, hint: 'one of the inventory, or type another one below' },
      { ...other, hint: field.hint, required: false, kind: 'text', ...(isChosen ? {} : typed) },
    ];
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
  sent: Record<string, string>,
  inventory: Inventory,
): Submission {
  const { values, typed: others, both } = joinOthers(of.args, sent);
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
  for (const [name, sentence] of misplaced(of, texts, others, inventory)) errors[name] = sentence;
  for (const name of both) errors[name] = 'Choose one, or type another one below: not both.';
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

/** A site that was chosen before its tenant was: another tenant's is no new name, it is a slip. */
function misplaced(
  { args }: Declared,
  texts: Record<string, string>,
  others: readonly string[],
  inventory: Inventory,
): [string, string][] {
  const tenant = tenantIn(args, texts);
  const sites = Object.entries(args).filter(([, { names, fresh }]) => names === 'site' && fresh);
  return sites.flatMap(([name, arg]): [string, string][] => {
    const site = texts[name];
    if (tenant === undefined || site === undefined || others.includes(name)) return [];
    const own = knownNames('site', tenant, inventory);
    const offered = optionsOf(arg, undefined, inventory) ?? [];
    if (own.includes(site) || !offered.some(({ value }) => value === site)) return [];
    const sentence = `${tenant} has no site called ${show(site)} in the inventory. If it is a new one, type it below.`;
    return [[name, capital(sentence)]];
  });
}

function hintOf({ hint, secret }: Arg): string {
  return secret?.makeable ? `Leave it empty and the bot makes a strong one. Else ${hint}.` : hint;
}

function isTick(arg: Arg): boolean {
  return arg.flag === true && arg.options === undefined;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
