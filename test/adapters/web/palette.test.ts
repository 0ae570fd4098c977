import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../../src/package-root';
import { contrast, paletteOf } from './palette';

/* What stands on what, and whether it can be read there: WCAG's 4.5 to 1 for text of usual size, in every look. */

const folder = join(packageRoot, 'src', 'adapters', 'web', 'page');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const sheets = readdirSync(folder).filter((name) => name.endsWith('.css'));
const base = read('base.css');

const texts = ['ink', 'soft', 'accent', 'good', 'warning', 'bad', 'waiting', 'mention', 'only'];
const grounds = [
  ...['ground', 'ground-hover', 'row-hover', 'side', 'hover', 'raised', 'chosen', 'field', 'code'],
  ...['tag', 'private'],
];
const teamsGrounds = ['channel', 'bubble'];
const toned = ['good', 'warning', 'bad', 'waiting', 'mention'];
const buttons = ['fill', 'good-fill', 'bad-fill'];
const fills = [...buttons, 'toast', 'tint-0', 'tint-1', 'tint-2', 'tint-3', 'tint-4', 'tint-other'];
/** Lines, shadows, signs: nobody reads anything in these or on them. */
const plain = [
  ...['faint', 'line', 'edge', 'field-edge', 'good-edge', 'bad-edge', 'only-edge', 'accent-soft'],
  ...['shadow', 'shadow-deep', 'backdrop', 'mono'],
];

const looks = (['light', 'dark'] as const).flatMap((scheme) =>
  (['slack', 'teams'] as const).map((chat) => ({ scheme, chat })),
);

interface Style {
  backgroundColor: string;
  foregroundColors: Record<string, { default: string; subtle: string }>;
}
type HostConfigs = Record<'light' | 'dark', { containerStyles: Record<string, Style> }>;

/** The page's modules are a browser's; Node can read them, Jest can't. */
function readHostConfigs(): HostConfigs {
  const url = pathToFileURL(join(folder, 'teams-host-config.mjs')).href;
  const script = `import(${JSON.stringify(url)}).then((it) => console.log(JSON.stringify(it.hostConfigs)))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
}

describe.each(looks)('the $scheme look of $chat', ({ scheme, chat }) => {
  const palette = paletteOf(base, scheme, chat);
  const colour = (name: string) => palette.get(name) ?? `--${name} is not in base.css`;
  const ratio = (text: string, ground: string, factor?: number) =>
    contrast(colour(text), colour(ground), factor);
  const weak = (pairs: [text: string, ground: string][], factor?: number) =>
    pairs
      .filter(([text, ground]) => !(ratio(text, ground, factor) >= 4.5))
      .map(([text, ground]) => `${text} on ${ground}: ${ratio(text, ground, factor).toFixed(2)}`);

  test('every text can be read on every ground', () => {
    const all = chat === 'teams' ? [...grounds, ...teamsGrounds] : grounds;
    expect(weak(all.flatMap((ground) => texts.map((text) => [text, ground])))).toEqual([]);
  });

  test('a tone can be read on its own soft ground', () => {
    expect(weak(toned.map((tone) => [tone, `${tone}-soft`]))).toEqual([]);
  });

  test('what stands on a fill can be read, pointed at or not', () => {
    const onFill = (fill: string): [string, string] => ['on-fill', fill];
    const [, pointedAt] = /brightness\(([\d.]+)\)/.exec(read('controls.css')) ?? [];
    expect(weak(fills.map(onFill))).toEqual([]);
    expect(weak(buttons.map(onFill), Number(pointedAt))).toEqual([]);
  });

  test('every colour of it is known here as text, ground or neither', () => {
    const known = [...texts, ...grounds, ...toned.map((tone) => `${tone}-soft`), 'on-fill'];
    const more = [...fills, ...plain, ...(chat === 'teams' ? teamsGrounds : [])];
    expect([...palette.keys()].toSorted()).toEqual([...known, ...more].toSorted());
  });
});

describe.each(['light', 'dark'] as const)("the %s look of Teams' cards", (scheme) => {
  const styles = readHostConfigs()[scheme].containerStyles;

  test('every text can be read in every container', () => {
    const weak = Object.entries(styles).flatMap(([name, { backgroundColor, foregroundColors }]) =>
      Object.entries(foregroundColors).flatMap(([text, shades]) =>
        Object.entries(shades)
          .map(([shade, colour]) => ({ shade, ratio: contrast(colour, backgroundColor) }))
          .filter(({ ratio }) => !(ratio >= 4.5))
          .map(({ shade, ratio }) => `${shade} ${text} in ${name}: ${ratio.toFixed(2)}`),
      ),
    );
    expect(weak).toEqual([]);
  });

  test('a card has the ground that the page gives it', () => {
    expect(styles['default']?.backgroundColor).toBe(paletteOf(base, scheme, 'teams').get('raised'));
  });
});

test('no style sheet but base.css writes a colour', () => {
  const written = sheets
    .filter((name) => name !== 'base.css')
    .flatMap((name) =>
      [
        ...read(name).matchAll(
          /#[\da-f]{3,8}\b|\b(rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(|\b(white|black)\b(?!-)/gi,
        ),
      ].map(([colour]) => `${name}: ${colour}`),
    );
  expect(written).toEqual([]);
});

test('every property that a style sheet asks for is there, and every colour is asked for', () => {
  const all = sheets.map(read).join('\n') + read('teams-host-config.mjs');
  const named = (pattern: RegExp) => new Set([...all.matchAll(pattern)].map(([, name]) => name));
  expect(named(/var\(--([\w-]+)/g)).toEqual(named(/--([\w-]+):/g));
});
