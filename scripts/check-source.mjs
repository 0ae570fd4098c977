// @ts-check
// The rules of the house that no linter has, read from the text of the files. `npm run source`.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourceRules } from './source-rules.cjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const made = new Set(['.cache', '.git', 'coverage', 'dist', 'generated', 'node_modules']);
const binary = /\.(png|jpe?g|gif|ico|ttf|woff2?|zip|gz)$/;

/**
 * Paths with forward slashes, relative to the project.
 * @param {string} folder
 * @returns {string[]}
 */
function listText(folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return made.has(entry.name) ? [] : listText(name);
    return entry.isFile() && !binary.test(name) ? [name] : [];
  });
}

const findings = listText('').flatMap((name) => {
  const rules = sourceRules.filter(({ files, except }) => files.test(name) && !except?.test(name));
  if (rules.length === 0) return [];
  const file = { path: name, lines: readFileSync(path.join(root, name), 'utf8').split('\n') };
  return rules.flatMap((rule) => rule.find(file).map((line) => `${name}:${line}  ${rule.why}`));
});

for (const finding of findings) console.log(finding);
process.exitCode = findings.length === 0 ? 0 : 1;
