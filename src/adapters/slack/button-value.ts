import type { Button, ReasonWish } from '../../message';
import { cutString } from './cut';

/*
 * What a button carries: the verb, what it asks for, and our value. Lines instead of JSON, which can grow six times
 * over what it carries: 500 characters of ours must stay below Slack's 2,000.
 */

/** What a modal asks; its title and its button are lacking on cards of a version before they were carried. */
export type Asked = Pick<ReasonWish, 'label' | 'about' | 'required'> & {
  title?: string;
  submit?: string;
};

export interface ButtonPress {
  action: string;
  value: string;
  reason?: Asked;
}

/** The value of a button, from which its press is read again. */
export function toButtonValue({ label: submit, action, value, reason }: Button): string {
  if (reason === undefined) return [action, '-', '', value].join('\n');
  const { label, title, about = '', required } = reason;
  const parts: [string, number][] = [
    [label, 200],
    [title, 60],
    [submit, 60],
    [about, 500],
  ];
  const asked = parts.map(([text, most]) => cutString(text.replace(/\s+/g, ' '), most)).join('\t');
  return [action, required ? 'needed' : 'optional', asked, value].join('\n');
}

/** Undefined when no button of ours can have carried this. */
export function readButtonValue(carried: string): ButtonPress | undefined {
  const [action, asks, asked, ...value] = carried.split('\n');
  if (action === undefined || action === '' || asked === undefined || value.length === 0) {
    return undefined;
  }
  const press = { action, value: value.join('\n') };
  if (asks === '-') return press;
  if (asks !== 'needed' && asks !== 'optional') return undefined;
  const [label = '', title, submit, about = ''] = asked.split('\t');
  const reason: Asked = {
    label,
    required: asks === 'needed',
    ...(title === undefined || submit === undefined ? {} : { title, submit }),
    ...(about === '' ? {} : { about }),
  };
  return { ...press, reason };
}
