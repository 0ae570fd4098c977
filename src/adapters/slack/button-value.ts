import type { Button } from '../../message';

/*
 * What a button carries: the verb, what it asks for, and our value. Lines instead of JSON, which can grow six times
 * over what it carries: 500 characters of ours must stay below Slack's 2,000.
 */

export interface ButtonPress {
  action: string;
  value: string;
  reason?: { label: string; required: boolean };
}

export function toButtonValue({ action, value, reason }: Button): string {
  const asks = reason === undefined ? '-' : reason.required ? 'needed' : 'optional';
  const label = (reason?.label ?? '').replaceAll('\n', ' ').slice(0, 500);
  return [action, asks, label, value].join('\n');
}

/** Undefined when no button of ours can have carried this. */
export function readButtonValue(carried: string): ButtonPress | undefined {
  const [action, asks, label, ...value] = carried.split('\n');
  if (action === undefined || action === '' || label === undefined || value.length === 0) {
    return undefined;
  }
  const press = { action, value: value.join('\n') };
  if (asks === '-') return press;
  if (asks !== 'needed' && asks !== 'optional') return undefined;
  return { ...press, reason: { label, required: asks === 'needed' } };
}
