// @ts-check
const { existsSync } = require('node:fs');
const path = require('node:path');

/**
 * @typedef {object} Rule
 * @property {RegExp} files which files it looks at, by their path with forward slashes
 * @property {RegExp} [except]
 * @property {string} why said beside each finding
 * @property {(file: { path: string, lines: string[] }) => number[]} find the lines at fault, counted from 1
 */

const code = /^(src|approvals|bench|test|scripts|simulator)\/.*\.(ts|mjs|cjs|ps1|psm1|lua)$/;
const everything = /./;

/** @type {Rule[]} */
const sourceRules = [
  {
    files: /^(src|approvals)\//,
    except: /^src\/config\//,
    why: 'the environment is read in src/config/ alone, so that all its problems are told at once',
    find: linesWith(/\bprocess\.env\b/),
  },
  {
    files: code,
    why: 'a file has at most 300 lines: split it by what changes together',
    find: ({ lines }) => (lines.length > 301 ? [301] : []),
  },
  {
    files: /(^|\/)(utils?|helpers?|common|shared|misc|[a-z-]*(manager|service))(\/|\.[a-z]+$)/,
    why: 'a name says what is inside; this one fits anything',
    find: () => [1],
  },
  {
    files: /^(src|approvals)\/.*\/index\.ts$/,
    why: 'no barrel files: an import names the file that it means',
    find: () => [1],
  },
  {
    files: /^(src|approvals|bench|test|scripts|simulator)\/.*[A-Z_][^/]*\.(ts|mjs|cjs)$/,
    why: 'file names are kebab-case',
    find: () => [1],
  },
  {
    files: /^(src|approvals)\/.*\.ts$/,
    why: 'an exported function says what it is for, in a docstring right above it',
    find: undocumentedFunctions,
  },
  {
    files: everything,
    why: 'unfinished work belongs in an issue',
    find: linesWith(/\b(TO[D]O|FIX[M]E|XX[X])\b/),
  },
  {
    files: everything,
    why: 'a path of one machine means nothing on another',
    find: linesWith(/(^|[\s"'`(=:])\/(home|work|root|Users)\/|\b[A-Z]:\\+Users\\/),
  },
  {
    files: /^test\//,
    why: 'a test that runs alone hides the others',
    find: linesWith(/\b(describe|it|test)\.only\b|\b(fit|fdescribe)\(/),
  },
  {
    files: /^test\//,
    why: 'a test that is left out proves nothing: it runs, or fails with what is missing',
    find: linesWith(/\b(describe|it|test)\.(skip|todo)\b|\b(xit|xtest|xdescribe)\(/),
  },
  {
    files: /\.md$/,
    why: 'a link leads nowhere',
    find: brokenLinks,
  },
  {
    files: /^package-lock\.json$/,
    why: 'the lock file names no registry: everybody has their own',
    find: linesWith(/"resolved": "http/),
  },
];

/**
 * Links to files of the project, relative to the file that has them.
 * @type {Rule['find']}
 */
function brokenLinks({ path: name, lines }) {
  const folder = path.join(__dirname, '..', path.dirname(name));
  return lines.flatMap((line, index) => {
    const targets = [...line.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map((match) => match[1] ?? '');
    const broken = targets.filter((target) => !existsSync(path.join(folder, target)));
    return broken.map(() => index + 1);
  });
}

/**
 * Exported functions, as declarations or as arrows, without words of their own above them. A comment for the whole file
 * stands apart by an empty line, and so says nothing of the function.
 * @type {Rule['find']}
 */
function undocumentedFunctions({ lines }) {
  const exported =
    /^export (default )?(async )?(function\b|const \w+(: .+)? = (async )?(\w+ =>|[(<].*=>|[(<]$))/;
  return lines.flatMap((line, index) => {
    if (!exported.test(line)) return [];
    const begin = lines.slice(0, index).findLastIndex((above) => above.includes('/*'));
    const comment = lines.slice(Math.max(begin, 0), index).join('\n');
    return /^\/\*\*\W*\w[^]*\*\/\r?$/.test(comment) ? [] : [index + 1];
  });
}

/**
 * @param {RegExp} pattern
 * @returns {Rule['find']}
 */
function linesWith(pattern) {
  return ({ lines }) => lines.flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
}

module.exports = { sourceRules };
