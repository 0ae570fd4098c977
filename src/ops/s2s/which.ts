import { UserError } from '../../errors';
import { site, tenant } from '../args/name';
import { objectName } from '../args/object-name';
import { tunnelName } from './s2s';

/** Which tunnel is meant: by its site, or by the name that somebody else gave it. */
export const whichArgs = {
  tenant: tenant(),
  site: site({ fresh: true, optional: true }),
  name: objectName({
    optional: true,
    blanks: true,
    label: 'Tunnel name',
    hint: 'on the gateway, for one that the bot did not name; <tenant>-<site> when left out',
  }),
};

export interface Which {
  tenant: string;
  site?: string | undefined;
  name?: string | undefined;
}

/** @throws UserError when neither is said, or when they mean two tunnels */
export function nameOf({ tenant: owner, site: place, name }: Which): string {
  const ours = place === undefined ? undefined : tunnelName(owner, place);
  if (name === undefined && ours === undefined) {
    throw new UserError('Say which tunnel: site=<name>, or name=<its name on the gateway>.');
  }
  if (name !== undefined && ours !== undefined && name.toLowerCase() !== ours) {
    throw new UserError(
      `site=${place} means ${ours}, and name= says ${name}: leave one of them out.`,
    );
  }
  return name ?? ours ?? '';
}

/** The same as words, for the way back. */
export function whichTexts({ tenant: owner, site: place, name }: Which): Record<string, string> {
  return {
    tenant: owner,
    ...(place === undefined ? {} : { site: place }),
    ...(name === undefined ? {} : { name }),
  };
}
