import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { nearest } from '../ops/args/nearest';

const known = ['mtgw.yaml', 'inventory.yaml', 'people.yaml', 'channels.yaml', 'policy.yaml'];
const stems = known.map((name) => name.replace('.yaml', ''));

/** What editors, package managers and people put beside a file: it is meant to be passed over. */
const passedOver =
  /^\.|~$|^#.*#$|\.(bak|old|orig|save|rej|swp|tmp|dpkg-\w+|rpm\w+|example|sample)$/i;

/**
 * Files that somebody could take for configuration though the bot reads none of that name, a sentence each: with
 * policy.yml in the place of policy.yaml the shipped policy would hold, and nobody would be told.
 */
export function strayFiles(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => !known.includes(name) && isTakenForOne(name))
    .filter((name) => statSync(join(directory, name), { throwIfNoEntry: false })?.isFile())
    .map((name) => {
      const [meant] = nearest(stemOf(name), stems, 1);
      const cure =
        meant === undefined
          ? `its files are ${known.join(', ')}. Move it elsewhere`
          : `did you mean ${meant}.yaml?`;
      return `${name.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')}: mtgw reads no file of this name: ${cure}`;
    });
}

/** Any YAML, and a known name with another ending: Notepad makes policy.yaml.txt. Not mtgw.env, mtgw.service and the like. */
function isTakenForOne(name: string): boolean {
  if (passedOver.test(name)) return false;
  if (/\.ya?ml(\.txt)?$/i.test(name)) return true;
  return stems.includes(stemOf(name)) && /\.(json|toml|txt)$|^(?!mtgw)[^.]+$/i.test(name);
}

function stemOf(name: string): string {
  return (name.split('.')[0] ?? name).toLowerCase();
}
