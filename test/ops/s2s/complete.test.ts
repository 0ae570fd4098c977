import { recorded, tunnelRow } from '../recorded';

const contoso = { tenant: 'contoso' };

describe('for a new tunnel', () => {
  it('the one site without a tunnel is proposed, with what the inventory knows of it', async () => {
    expect(await recorded().complete('add-s2s', contoso)).toEqual({
      kind: 'ready',
      args: { ...contoso, site: 'hq', destination: '203.0.113.7', subnets: '10.1.0.0/24' },
    });
  });

  it('several sites become buttons', async () => {
    expect(
      await recorded({ 'Get-VpnS2SInterface': [] }).complete('add-s2s', contoso),
    ).toMatchObject({ kind: 'choose', arg: 'site', options: ['hq', 'branch'] });
  });

  it('no site left, or one that the inventory does not know, opens the form', async () => {
    const both = [tunnelRow('Contoso-Branch'), tunnelRow('CONTOSO-HQ')];
    expect(
      await recorded({ 'Get-VpnS2SInterface': both }).complete('add-s2s', contoso),
    ).toMatchObject({ kind: 'ask', args: contoso });
    expect(await recorded().complete('add-s2s', { ...contoso, site: 'depot' })).toMatchObject({
      kind: 'ask',
      because: 'The inventory does not know site depot of contoso well enough:',
    });
  });

  it('what was said is not overruled by the inventory', async () => {
    const said = { ...contoso, site: 'hq', destination: '203.0.113.99' };
    expect(await recorded().complete('add-s2s', said)).toEqual({
      kind: 'ready',
      args: { ...said, subnets: '10.1.0.0/24' },
    });
  });
});

describe('for a tunnel that exists', () => {
  it('the only one is meant; of another tenant none is', async () => {
    const rows = [
      tunnelRow('contoso-branch'),
      tunnelRow('fabrikam-plant', { RoutingDomain: 'Fabrikam' }),
    ];
    expect(await recorded({ 'Get-VpnS2SInterface': rows }).complete('remove-s2s', contoso)).toEqual(
      { kind: 'ready', args: { ...contoso, site: 'branch' } },
    );
  });

  it('a tenant without one is told so', async () => {
    await expect(
      recorded({ 'Get-VpnS2SInterface': [] }).complete('remove-s2s', contoso),
    ).rejects.toThrow('Tenant contoso has no tunnel on gw1.');
  });

  it('what to change is asked for where nothing was said', async () => {
    expect(await recorded().complete('set-s2s', contoso)).toMatchObject({
      kind: 'ask',
      args: { ...contoso, site: 'branch' },
      because: 'Say what to change:',
    });
  });
});

describe('of the two limits', () => {
  const branch = { ...contoso, site: 'branch' };
  it.each([
    ['set-s2s', branch, 'tx-kbps', /\(rx-kbps, Limit in\):$/],
    ['set-s2s', branch, 'rx-kbps', /\(tx-kbps, Limit out\):$/],
    ['add-s2s', contoso, 'rx-kbps', /\(tx-kbps, Limit out\):$/],
  ])('%s asks for the other one where one is given', async (name, which, given, because) => {
    expect(await recorded().complete(name, { ...which, [given]: 'none' })).toMatchObject({
      kind: 'ask',
      args: { [given]: 'none' },
      because: expect.stringMatching(because),
    });
  });

  it('both are ready as they are', async () => {
    const args = { ...branch, 'tx-kbps': 'none', 'rx-kbps': 'none' };
    expect(await recorded().complete('set-s2s', args)).toEqual({ kind: 'ready', args });
  });
});
