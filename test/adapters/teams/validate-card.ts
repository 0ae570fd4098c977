import { createRequire } from 'node:module';
import type * as AdaptiveCards from 'adaptivecards';

// Its ES module does not load in Node (imports without extensions), its bundle does.
const cards = createRequire(__filename)(
  'adaptivecards/dist/adaptivecards.js',
) as typeof AdaptiveCards;

/** What Microsoft's own library has against a card: parse events and property checks. Empty is good. */
export function problemsOf(card: object): string[] {
  const context = new cards.SerializationContext(cards.Versions.v1_5);
  const parsed = new cards.AdaptiveCard();
  // Teams' own number; the library's is five.
  parsed.hostConfig = new cards.HostConfig({ actions: { maxActions: 6 } });
  parsed.parse(card, context);
  const events = Array.from(
    { length: context.eventCount },
    (_, n) => context.getEventAt(n).message,
  );
  const failures = parsed.validateProperties().validationEvents.map((event) => event.message);
  return [...events, ...failures];
}

/** Every string that stands in the card under one of these names. */
export function stringsNamed(card: unknown, ...names: string[]): string[] {
  if (Array.isArray(card)) return card.flatMap((each) => stringsNamed(each, ...names));
  if (typeof card !== 'object' || card === null) return [];
  return Object.entries(card).flatMap(([name, value]) =>
    typeof value === 'string' && names.includes(name) ? [value] : stringsNamed(value, ...names),
  );
}
