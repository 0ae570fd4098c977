/*
 * CLIXML carries what XML cannot as `_xHHHH_`: controls, every half of a surrogate pair, and, so that reading
 * is unambiguous, an underscore that would start such a sequence. [MS-PSRP] 2.2.5.3.2
 */

// All but what is safe: `\n`, `\r` and `\t` go too, because XML readers fold line ends.
const UNSAFE = /[^ -~\u00a0-\ud7ff\ue000-\ufffd]|_(?=[xX])/g;
const XML = /[&<>"]/g;
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const ESCAPED = /_[xX]([0-9A-Fa-f]{4})_/g;

/** Any text, as the content of an element or of an attribute in double quotes. */
export function escapeText(text: string): string {
  return text
    .replace(
      UNSAFE,
      (unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replace(XML, (character) => ENTITIES[character] ?? character);
}

/** The text behind the `_xHHHH_` of an element that an XML parser has read. */
export function unescapeText(text: string): string {
  if (!text.includes('_')) return text;
  return text.replace(ESCAPED, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)));
}
