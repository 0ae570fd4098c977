import { setS2s } from '../../../src/ops/s2s/set';
import { recorded, tunnelRow } from '../recorded';

const branch = { tenant: 'contoso', site: 'branch' };
const none = { ...branch, 'tx-kbps': 'none', 'rx-kbps': 'unlimited' };
const limited = (more = {}) => ({
  'Get-VpnS2SInterface': [
    tunnelRow('contoso-branch', {
      EnableQoS: 'Enabled',
      TxBandwidthKbps: 5120n,
      RxBandwidthKbps: 5120n,
      ...more,
    }),
  ],
});

describe('a rate limit', () => {
  it('is lifted, which is shown, and is set again by undo', async () => {
    const { before, after, steps } = await recorded(limited()).plan('set-s2s', none);
    expect([before, after].map((state) => state['tunnel contoso-branch']?.['rate limit'])).toEqual([
      '5120 Kbps out, 5120 Kbps in',
      'no limit',
    ]);
    expect(steps.map(({ parameters }) => parameters)).toEqual([
      { Name: 'contoso-branch', EnableQoS: 'Disabled', Force: true },
    ]);
    expect(steps[0]?.undo.map(({ parameters }) => parameters)).toEqual([
      {
        Name: 'contoso-branch',
        EnableQoS: 'Enabled',
        TxBandwidthKbps: 5120,
        RxBandwidthKbps: 5120,
        Force: true,
      },
    ]);
  });

  it('that is not there leaves nothing to lift', async () => {
    expect((await recorded().plan('set-s2s', none)).steps).toEqual([]);
  });

  it('is asked for or lifted with a new tunnel too', async () => {
    const hq = { tenant: 'contoso', site: 'hq', 'tx-kbps': 'none', 'rx-kbps': 'none' };
    const { steps } = await recorded().plan('add-s2s', hq);
    expect(steps[0]?.parameters['EnableQoS']).toBe('Disabled');
  });
});

describe('beside the capacity of the gateway a limit', () => {
  const asked = (tx: string, rx = tx) => ({ ...branch, 'tx-kbps': tx, 'rx-kbps': rx });
  const withOthers = (more = {}) => ({
    'Get-VpnS2SInterface': [
      tunnelRow('contoso-branch', { EnableQoS: 'Enabled', TxBandwidthKbps: 900_000 }),
      tunnelRow('fabrikam-plant', {
        Destination: ['198.51.100.140'],
        RoutingDomain: 'Fabrikam',
        EnableQoS: 'Enabled',
        TxBandwidthKbps: 800_000n,
        RxBandwidthKbps: 100_000n,
      }),
      tunnelRow('fabrikam-off', {
        Destination: ['198.51.100.141'],
        RoutingDomain: 'Fabrikam',
        AdminStatus: false,
        EnableQoS: 'Enabled',
        TxBandwidthKbps: 800_000n,
        RxBandwidthKbps: 800_000n,
      }),
      tunnelRow('fabrikam-free', {
        Destination: ['198.51.100.142'],
        RoutingDomain: 'Fabrikam',
        TxBandwidthKbps: 800_000n,
      }),
    ],
    'Get-RemoteAccess': [{ CapacityKbps: 1_000_000n }],
    ...more,
  });
  const notesOf = async (texts: Record<string, string>, more = {}) => {
    const { notes } = await recorded(withOthers(more)).plan('set-s2s', texts);
    return notes.filter((note) => /capacity|carry/.test(note));
  };

  it('above it is said', async () => {
    expect(await notesOf(asked('2000000'))).toEqual([
      '2000000 Kbps out is more than all of gw1 can carry: its capacity is 1000000 Kbps.',
      '2000000 Kbps in is more than all of gw1 can carry: its capacity is 1000000 Kbps.',
    ]);
    const hq = { ...asked('2000000', '64'), site: 'hq', destination: '203.0.113.7' };
    const { notes } = await recorded(withOthers()).plan('add-s2s', hq);
    expect(notes).toContain(
      '2000000 Kbps out is more than all of gw1 can carry: its capacity is 1000000 Kbps.',
    );
  });

  it('is added to those of all enabled tunnels, its own old one left out', async () => {
    expect(await notesOf(asked('300000'))).toEqual([
      'With this the limits of all tunnels of gw1 come to 1100000 Kbps out, and its capacity is 1000000 Kbps: not all can have theirs at once.',
    ]);
    expect(await notesOf(asked('200000'))).toEqual([]);
  });

  it('is not compared where none is asked for', async () => {
    expect(await notesOf(none)).toEqual([]);
    expect(await notesOf({ ...branch, persistent: 'no' })).toEqual([]);
  });

  it('is not compared where the gateway does not say, which is told', async () => {
    expect(await notesOf(asked('300000'), { 'Get-RemoteAccess': [] })).toEqual([
      'gw1 does not say how much it can carry (Get-RemoteAccess), so the limits are not compared with that.',
    ]);
  });
});

describe('what is typed for it', () => {
  const read = (text: string) => setS2s.args['tx-kbps']?.schema.safeParse(text);

  it.each(['none', 'None', 'UNLIMITED'])('%s is no limit', (text) => {
    expect(read(text)?.data).toBe('none');
  });

  it.each([
    ['64', 64],
    ['20480 Kbps', 20_480],
  ])('%s is %d Kbps', (text, value) => {
    expect(read(text)?.data).toBe(value);
  });

  it.each(['0', '63', '-1', 'some', '10000001'])(
    '%s is refused, with the word for none',
    (text) => {
      const [issue] = read(text)?.error?.issues ?? [];
      expect(issue?.message).toBe(
        `${text} does not fit; use a whole number from 64 to 10000000 Kbps, or none for no limit`,
      );
    },
  );
});
