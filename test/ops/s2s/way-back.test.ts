import { recorded, tunnelRow } from '../recorded';

/* The words that take a kept change back, or none where there are no words for all of it. */

const branch = { tenant: 'contoso', site: 'branch' };
const inverseOf = (name: string, texts: Record<string, string>, more = {}) =>
  recorded({ 'Get-VpnS2SInterface': [tunnelRow('contoso-branch', more)] }).inverse(name, texts);

describe('of a tunnel that was removed', () => {
  it('is to add it as it was, limits and all', async () => {
    const limited = { EnableQoS: 'Enabled', TxBandwidthKbps: 1000, RxBandwidthKbps: 2000n };
    expect(await inverseOf('remove-s2s', branch, { ...limited, Persistent: false })).toEqual({
      operation: 'add-s2s',
      texts: {
        ...branch,
        destination: '198.51.100.130',
        subnets: '10.2.0.0/24:100',
        persistent: 'no',
        'tx-kbps': '1000',
        'rx-kbps': '2000',
      },
    });
  });

  it('has no words where it dialled several addresses', async () => {
    const several = { Destination: ['198.51.100.130', '198.51.100.131'] };
    expect(await inverseOf('remove-s2s', branch, several)).toBeUndefined();
  });
});

describe('of settings that were changed', () => {
  it('is to set what was there', async () => {
    const texts = {
      ...branch,
      destination: '198.51.100.131',
      subnets: '10.2.0.0/25,2001:db8::/64',
    };
    expect(await inverseOf('set-s2s', texts)).toBeUndefined();
    expect(
      await inverseOf('set-s2s', { ...branch, destination: '198.51.100.131', persistent: 'no' }),
    ).toEqual({
      operation: 'set-s2s',
      texts: { ...branch, destination: '198.51.100.130', persistent: 'yes' },
    });
  });

  it('lifts a limit that was not there, and sets again one that was lifted', async () => {
    const both = (tx: string, rx: string) => ({ 'tx-kbps': tx, 'rx-kbps': rx });
    expect(await inverseOf('set-s2s', { ...branch, ...both('1000', '1000') })).toEqual({
      operation: 'set-s2s',
      texts: { ...branch, ...both('none', 'none') },
    });
    const limited = { EnableQoS: 'Enabled', TxBandwidthKbps: 5120n, RxBandwidthKbps: 2560 };
    expect(await inverseOf('set-s2s', { ...branch, ...both('none', 'none') }, limited)).toEqual({
      operation: 'set-s2s',
      texts: { ...branch, ...both('5120', '2560') },
    });
  });
});

it('of a tunnel that was added is to remove it', async () => {
  const hq = { tenant: 'contoso', site: 'hq' };
  expect(await recorded().inverse('add-s2s', hq)).toEqual({ operation: 'remove-s2s', texts: hq });
});

describe('the undo of new settings', () => {
  it('sets whole lists, and takes a last prefix away again', async () => {
    const { steps } = await recorded().plan('set-s2s', {
      ...branch,
      subnets: '10.2.0.0/24:100,2001:db8::/64:50',
    });
    expect(steps[0]?.parameters).toEqual({
      Name: 'contoso-branch',
      IPv4Subnet: ['10.2.0.0/24:100'],
      IPv6Subnet: ['2001:db8::/64:50'],
      Force: true,
    });
    expect(steps[0]?.undo[0]?.parameters).toEqual({
      Name: 'contoso-branch',
      IPv4Subnet: ['10.2.0.0/24:100'],
      IPv6Subnet: [],
      Force: true,
    });
  });

  it('of what is so already is nothing', async () => {
    const plan = await recorded().plan('set-s2s', { ...branch, subnets: '10.2.0.0/24' });
    expect(plan.steps).toEqual([]);
  });

  it('is refused where nothing is said', async () => {
    await expect(recorded().plan('set-s2s', branch)).rejects.toThrow(/^Say what to change:/);
  });
});
