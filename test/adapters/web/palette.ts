/** The custom properties of base.css as a browser gives them to the body's children, without their dashes. */
export function paletteOf(
  css: string,
  scheme: 'light' | 'dark',
  chat: 'slack' | 'teams',
): Map<string, string> {
  const media = /@media \(prefers-color-scheme: dark\) \{((?:[^{}]*\{[^{}]*\})*)\s*\}/.exec(css);
  if (media?.[1] === undefined) throw new Error('base.css asks nobody for a dark scheme');
  const sections = [css.replace(media[0], ''), ...(scheme === 'dark' ? [media[1]] : [])];
  // What the body says holds before what it inherits, whichever stands further down.
  return new Map(
    [':root', `body[data-chat="${chat}"]`].flatMap((selector) =>
      sections.flatMap((section) => propertiesOf(section, selector)),
    ),
  );
}

function propertiesOf(css: string, selector: string): [name: string, value: string][] {
  const blocks = [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].filter(([, before]) =>
    before?.trim().endsWith(selector),
  );
  if (blocks.length === 0) throw new Error(`base.css has no ${selector} where one is looked for`);
  return blocks.flatMap(([, , body]) =>
    [...(body ?? '').matchAll(/--([\w-]+):\s*([^;]+);/g)].map(
      ([, name = '', value = '']): [string, string] => [name, value],
    ),
  );
}

/** WCAG's contrast ratio of two opaque colours, both made brighter by a factor as the filter does. */
export function contrast(one: string, other: string, factor = 1): number {
  const [low = 0, high = 0] = [luminance(one, factor), luminance(other, factor)].toSorted(
    (a, b) => a - b,
  );
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string, factor: number): number {
  const [, digits] = /^#([\da-f]{6})$/i.exec(colour) ?? [];
  if (digits === undefined) throw new Error(`Not a colour of six digits: ${colour}`);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const share = Math.min(1, (Number.parseInt(digits.slice(at, at + 2), 16) / 255) * factor);
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
