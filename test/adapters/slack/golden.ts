import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(__dirname, '..', '..', 'golden', 'slack');

/** Compare byte for byte. MTGW_GOLDEN=write takes what is there now instead: read the difference before committing. */
export function expectGolden(name: string, value: unknown): void {
  const file = path.join(folder, `${name}.json`);
  const text = `${JSON.stringify(value, sortKeys, 2)}\n`;
  if (process.env['MTGW_GOLDEN'] === 'write') writeFileSync(file, text);
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '(no file)').toBe(text);
}

/** The order in which keys were written says nothing. */
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const sorted = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted);
}
