import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { packageRoot } from '../../package-root';
import type { Route } from './loopback';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The page's own files, a fixed list read from its folder, and Microsoft's card renderer beside them. */
export function pageFiles(): Route[] {
  const folder = join(packageRoot, 'src', 'adapters', 'web', 'page');
  const own = readdirSync(folder)
    .filter((name) => extname(name) in types)
    .map((name) => fileRoute(name === 'index.html' ? '/' : `/page/${name}`, join(folder, name)));
  const renderer = require.resolve('adaptivecards/dist/adaptivecards.min.js');
  return [...own, fileRoute('/vendor/adaptivecards.min.js', renderer)];
}

function fileRoute(path: string, file: string): Route {
  const type = types[extname(file)] ?? 'application/octet-stream';
  return { method: 'GET', path, handle: () => ({ file: readFileSync(file), type }) };
}
