/* What a press on one of our cards brings back: the action's verb, and its data merged with the card's inputs. */

export const pressVerb = 'mtgw.press';
export const submitVerb = 'mtgw.submit';
export const cancelVerb = 'mtgw.cancel';
/** Inputs are named so, or a field called `context` would overwrite what the action itself carries. */
export const fieldPrefix = 'field.';

export type CardAction =
  | { kind: 'press'; action: string; value: string; reason?: string }
  | { kind: 'submit'; context: string; values: Record<string, string>; place?: string }
  /** The form is not wanted: it is closed, and nothing is done. */
  | { kind: 'cancel' };

/** Undefined when no card of ours can have sent this. Anybody can send anything, so nothing is taken on trust. */
export function readCardAction(
  verb: string,
  data: Record<string, unknown>,
): CardAction | undefined {
  if (verb === pressVerb) {
    const { action, value, reason } = data;
    if (typeof action !== 'string' || typeof value !== 'string') return undefined;
    const why = typeof reason === 'string' && reason.trim() !== '' ? { reason: reason.trim() } : {};
    return { kind: 'press', action, value, ...why };
  }
  if (verb === cancelVerb) return { kind: 'cancel' };
  if (verb !== submitVerb || typeof data['context'] !== 'string') return undefined;
  const values: Record<string, string> = {};
  for (const [id, value] of Object.entries(data)) {
    if (!id.startsWith(fieldPrefix) || typeof value !== 'string') continue;
    values[id.slice(fieldPrefix.length)] = value;
  }
  const { place } = data;
  const where = typeof place === 'string' ? { place } : {};
  return { kind: 'submit', context: data['context'], values, ...where };
}
