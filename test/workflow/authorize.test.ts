import { join } from 'node:path';
import { createChannels } from '../../src/world/channels';
import { readConfig } from '../../src/config/directory';
import { operations } from '../../src/ops/catalog';
import { packageRoot } from '../../src/package-root';
import { createPeople } from '../../src/world/people';
import { requireChannel, requireReader, requireRequester } from '../../src/workflow/authorize';
import type { Records } from '../../src/workflow/parts';
import { submit } from '../../src/workflow/submit';

/* Pure decisions, over the sandbox's configuration. */

const config = readConfig(join(packageRoot, 'src', 'sandbox', 'config'));
const people = createPeople(config.people);
const parts = {
  ...config,
  people,
  channels: createChannels(config.channels),
  operations,
  unsafe: () => [] as string[],
} as unknown as Records;

function person(id: string) {
  const found = people.byId(id);
  if (found === undefined) throw new Error(`${id} is not in the cast`);
  return found;
}
function operation(name: string) {
  const found = operations.find((each) => each.name === name);
  if (found === undefined) throw new Error(`${name} is not in the catalogue`);
  return found;
}
const contoso = { tenant: 'contoso', gateway: 'gw1' };
const slack = (channel: string) => ({ chat: 'slack' as const, channel });

describe('who may do what', () => {
  it('an engineer may ask for a change, somebody of security or of no group may not', () => {
    const add = operation('add-s2s');
    expect(requireRequester(parts, person('alice'), add, contoso)?.approvers).toEqual([
      { group: 'network-leads', count: 1 },
    ]);
    expect(() => requireRequester(parts, person('carol'), add, contoso)).toThrow(/may not ask/);
    expect(() => requireRequester(parts, person('dave'), add, contoso)).toThrow(/may not ask/);
  });
  it('reading takes a reader', () => {
    expect(() => requireReader(parts, person('carol'), undefined)).not.toThrow();
    expect(() => requireReader(parts, person('dave'), undefined)).toThrow(/may not use this bot/);
    const list = operation('list-s2s');
    expect(() => requireRequester(parts, person('dave'), list, contoso)).toThrow(/may not use/);
  });
});

describe('where it may be done', () => {
  const add = operation('add-s2s');
  const list = operation('list-s2s');
  it('every tenant in the operations channel, one tenant in its own', () => {
    expect(requireChannel(parts, slack('#mtgw'), add, 'fabrikam')).toBe('mtgw');
    expect(requireChannel(parts, slack('#contoso'), add, 'contoso')).toBe('contoso');
  });
  it('another tenant, or a whole gateway, not in a tenant channel', () => {
    expect(() => requireChannel(parts, slack('#contoso'), add, 'fabrikam')).toThrow(
      /#contoso is the channel of tenant contoso/,
    );
    expect(() => requireChannel(parts, slack('#contoso'), list, undefined)).toThrow(
      /a whole gateway/,
    );
  });
  it('a change is not asked where its approvers do not see it; a reading may be', () => {
    expect(() => requireChannel(parts, slack('direct:U0ALICE'), add, 'contoso')).toThrow(
      /where its approvers see it: in #mtgw/,
    );
    expect(requireChannel(parts, slack('direct:U0ALICE'), list, 'contoso')).toBeUndefined();
  });
});

describe('a Redis that could lose a change', () => {
  it('is named, and no change is taken', async () => {
    const add = operation('add-s2s');
    if (add.kind !== 'change') throw new Error('add-s2s is a change');
    const unsafe = { ...parts, unsafe: () => ['appendfsync is everysec, set it to always.'] };
    const asked = {
      operation: add,
      line: 'add-s2s tenant=contoso site=hq',
      texts: { tenant: 'contoso', site: 'hq' },
      parse: () => ({}),
      secrets: { typed: {}, carried: {} },
      person: person('alice'),
      where: slack('#mtgw'),
    };
    await expect(submit(unsafe, asked)).rejects.toThrow(
      'No change is taken, because it could be lost: appendfsync is everysec, set it to always.',
    );
  });
});
