import { domainRow, recorded, tunnelRow } from '../recorded';

const hq = { tenant: 'contoso', site: 'hq' };
const branch = { tenant: 'contoso', site: 'branch' };
const fabrikam = { RoutingDomain: 'Fabrikam' };

describe('a new tunnel is refused, with one sentence,', () => {
  const refused = (rows: Parameters<typeof recorded>[0], texts: Record<string, string> = hq) =>
    recorded(rows).plan('add-s2s', texts);

  it('where another tunnel with a shared key dials its far end, whoever has it', async () => {
    const rival = tunnelRow('fabrikam-plant', { ...fabrikam, Destination: ['203.0.113.7'] });
    await expect(refused({ 'Get-VpnS2SInterface': [rival] })).rejects.toMatchObject({
      message: expect.not.stringMatching(/fabrikam/i),
      words:
        'fabrikam-plant (routing domain Fabrikam) already dials 203.0.113.7 with a shared key. A gateway takes one such tunnel for each far end, over all tenants.',
    });
  });

  it('where that tunnel spells the far end in another way', async () => {
    const rival = tunnelRow('fabrikam-plant', { ...fabrikam, Destination: ['2001:DB8:0::7'] });
    await expect(
      refused({ 'Get-VpnS2SInterface': [rival] }, { ...hq, destination: '2001:db8::7' }),
    ).rejects.toMatchObject({
      words: expect.stringMatching(/^fabrikam-plant .* already dials 2001:db8::7/),
    });
  });

  it('where every IKEv2 port has its tunnel', async () => {
    await expect(refused({ 'Get-VpnServerConfiguration': [{ Ikev2Ports: 1 }] })).rejects.toThrow(
      'gw1 has 1 IKEv2 ports and 1 tunnels that take one: no port is free. Raise Ikev2Ports first.',
    );
  });

  it('where the tenant has no routing domain, or one that is not enabled', async () => {
    await expect(
      refused({ 'Get-RemoteAccessRoutingDomain': [domainRow('Fabrikam')] }),
    ).rejects.toThrow(
      'gw1 has no routing domain Contoso. Onboard tenant contoso there first, or correct the inventory.',
    );
    const off = domainRow('Contoso', { VpnS2SStatus: 'Disabled' });
    await expect(refused({ 'Get-RemoteAccessRoutingDomain': [off] })).rejects.toThrow(
      'Routing domain Contoso on gw1 is not enabled for site-to-site VPN. Enable it first.',
    );
  });

  it("where its name is another tenant's", async () => {
    const taken = tunnelRow('contoso-hq', fabrikam);
    await expect(refused({ 'Get-VpnS2SInterface': [taken] })).rejects.toMatchObject({
      message: expect.stringMatching(/^The tunnel contoso-hq is in another routing domain, not in/),
      words:
        'The tunnel contoso-hq is in routing domain Fabrikam, not in Contoso of tenant contoso: nothing was changed. Check the inventory.',
    });
  });

  it('where it is there with other settings', async () => {
    const there = tunnelRow('contoso-hq', { Destination: ['203.0.113.99'] });
    await expect(refused({ 'Get-VpnS2SInterface': [there] })).rejects.toThrow(
      'contoso-hq exists on gw1 with other settings. To change it: set-s2s tenant=contoso site=hq ...',
    );
  });

  it('without a far end, or without a subnet', async () => {
    const depot = { tenant: 'contoso', site: 'depot' };
    await expect(refused({}, depot)).rejects.toThrow(
      'The inventory has no far end for site depot of contoso: give destination=<address>.',
    );
    await expect(refused({}, { ...depot, destination: '203.0.113.9' })).rejects.toThrow(
      'Give subnets=<prefix,...> for site depot: without one nothing is routed into the tunnel, and it never dials.',
    );
  });

  it('with one of two limits', async () => {
    await expect(refused({}, { ...hq, 'tx-kbps': '1000' })).rejects.toThrow(
      'Give both limits, tx-kbps= and rx-kbps=: the gateway takes them together.',
    );
    const mixed = { ...hq, 'tx-kbps': '1000', 'rx-kbps': 'none' };
    await expect(refused({}, mixed)).rejects.toThrow(
      'Give a number for both limits, or none for both: the gateway limits both ways or neither.',
    );
  });
});

describe('a rival is none', () => {
  it.each([
    ['that is administratively down', { AdminStatus: false }],
    ['with a certificate', { AuthenticationMethod: 'MachineCertificates' }],
    ['with another far end', { Destination: ['203.0.113.8'] }],
  ])('%s', async (_what, more) => {
    const other = tunnelRow('fabrikam-plant', {
      ...fabrikam,
      Destination: ['203.0.113.7'],
      ...more,
    });
    const plan = await recorded({ 'Get-VpnS2SInterface': [other] }).plan('add-s2s', hq);
    expect(plan.steps).toHaveLength(1);
  });
});

describe('a tunnel that is meant', () => {
  it.each(['set-s2s', 'connect-s2s', 'disconnect-s2s'])(
    '%s: and is not there is refused, with those that are',
    async (name) => {
      const texts = {
        tenant: 'contoso',
        site: 'lab',
        ...(name === 'set-s2s' && { persistent: 'no' }),
      };
      await expect(recorded().plan(name, texts as never)).rejects.toThrow(
        'gw1 has no tunnel contoso-lab for tenant contoso. It has: branch.',
      );
    },
  );

  it.each(['set-s2s', 'remove-s2s', 'connect-s2s', 'disconnect-s2s'])(
    "%s: and is in another tenant's routing domain is refused",
    async (name) => {
      const gateway = recorded({ 'Get-VpnS2SInterface': [tunnelRow('contoso-branch', fabrikam)] });
      const texts = { ...branch, ...(name === 'set-s2s' && { persistent: 'no' }) };
      await expect(gateway.plan(name, texts as never)).rejects.toMatchObject({
        message: expect.stringMatching(/in another routing domain, not in Contoso/),
        words: expect.stringMatching(/is in routing domain Fabrikam, not in Contoso/),
      });
    },
  );

  it('remove-s2s: and could not be put back as it was is refused', async () => {
    const off = tunnelRow('contoso-branch', { AdminStatus: false });
    await expect(
      recorded({ 'Get-VpnS2SInterface': [off] }).plan('remove-s2s', branch),
    ).rejects.toThrow(/could not be put back as it was/);
  });

  it('remove-s2s: and is not there leaves nothing to do', async () => {
    const plan = await recorded({ 'Get-VpnS2SInterface': [] }).plan('remove-s2s', branch);
    expect([plan.steps, plan.notes]).toEqual([[], ['gw1 has no tunnel contoso-branch.']]);
  });
});
