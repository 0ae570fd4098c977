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
