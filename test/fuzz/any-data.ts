import fc from 'fast-check';
import { anyText } from './any-text';

/** A list in a list, so often. */
function nested(levels: number): unknown {
  let value: unknown = [];
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** What stands where something else should: wrong kinds, nothing, too much. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, '', ' ', 0, -1, 1e308, true, false, [], {}, [[]], [null], ['']),
  anyText,
  fc.jsonValue({ maxDepth: 3 }),
  fc.integer({ min: 50, max: 2_000 }).map(nested),
);

/** Any JSON. */
export const anyData: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.jsonValue({ stringUnit: 'binary' }), weight: 3 },
  { arbitrary: odd, weight: 1 },
);

type Holder = Record<string, unknown>;

/** Every place in it that holds something, the outermost first. */
function placesIn(value: unknown): [Holder, string][] {
  const places: [Holder, string][] = [];
  const holders = [value];
  for (const holder of holders) {
    if (typeof holder !== 'object' || holder === null || places.length > 500) continue;
    for (const [key, held] of Object.entries(holder)) {
      places.push([holder as Holder, key]);
      holders.push(held);
    }
  }
  return places;
}

/** As JSON.parse does it, for which `__proto__` is a name like any other. */
function put(holder: Holder, key: string, value: unknown): void {
  const own = { value, writable: true, enumerable: true, configurable: true };
  Object.defineProperty(holder, key, own);
}

/**
 * Something real of which some parts are taken out, moved to another name, or are something else. What is not JSON may
 * be given along as `also`.
 */
export function changed(real: object, also: fc.Arbitrary<unknown> = odd): fc.Arbitrary<unknown> {
  const edit = fc.record({
    at: fc.nat(),
    how: fc.constantFrom('put', 'put', 'remove', 'rename', 'wrap'),
    name: fc.oneof(fc.constantFrom('__proto__', 'id', 'value', '0', ''), anyText),
    by: fc.oneof(odd, also),
  });
  return fc.array(edit, { maxLength: 3 }).map((edits) => {
    const whole: Holder = { it: JSON.parse(JSON.stringify(real)) as unknown };
    // Once, so that nothing is changed that was put there: it would be another thing at the next try.
    const places = placesIn(whole);
    for (const { at, how, name, by } of edits) {
      const [holder, key] = places[at % places.length] ?? [whole, 'it'];
      const held = holder[key];
      if (how === 'put') put(holder, key, by);
      else if (how === 'wrap') put(holder, key, [held]);
      else if (holder !== whole) {
        delete holder[key];
        if (how === 'rename') put(holder, name, held);
      }
    }
    return whole['it'];
  });
}
