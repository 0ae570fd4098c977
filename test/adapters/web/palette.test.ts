import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/package-root';

const folder = join(packageRoot, 'src', 'adapters', 'web', 'page');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const sheets = readdirSync(folder).filter((name) => name.endsWith('.css'));

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
