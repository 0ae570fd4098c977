import { setS2s } from '../../../src/ops/s2s/set';
import { recorded, tunnelRow } from '../recorded';

/* Tunnels that somebody else named: they are choices like others, and are spoken of by their own names. */

const contoso = { tenant: 'contoso' };
const azure = (more = {}) =>
  tunnelRow('Azure VPN', {
    Destination: ['203.0.113.99'],
    IPv4Subnet: ['10.71.0.0/16:100'],
    ...more,
  });
const at = (...rows: ReturnType<typeof tunnelRow>[]) => recorded({ 'Get-VpnS2SInterface': rows });
const both = () => at(tunnelRow('contoso-branch'), azure());

describe('where the bot did not name one of them', () => {
  it.each(['show-s2s', 'set-s2s', 'connect-s2s', 'disconnect-s2s'])(
    '%s asks which of all is meant',
    async (name) => {
      expect(await both().complete(name, contoso)).toEqual({
        kind: 'choose',
        arg: 'name',
        question: 'Which tunnel of contoso?',
        options: ['contoso-branch', 'Azure VPN'],
        args: contoso,
      });
    },
  );

  it('remove-s2s asks too, and says which it does not remove', async () => {
    expect(await both().complete('remove-s2s', contoso)).toMatchObject({
      kind: 'choose',
      arg: 'site',
      options: ['branch'],
      question:
        'Which tunnel of contoso? The bot did not name Azure VPN: remove it on the gateway.',
    });
  });

  it('a name of ours whose site nobody could type is one of them', async () => {
    const odd = tunnelRow('contoso-Head Office');
    expect(await at(tunnelRow('contoso-branch'), odd).complete('show-s2s', contoso)).toMatchObject({
      arg: 'name',
      options: ['contoso-branch', 'contoso-Head Office'],
    });
  });
});

describe('the only tunnel, where the bot did not name it,', () => {
  it('is shown', async () => {
    expect(await at(azure()).complete('show-s2s', contoso)).toEqual({
      kind: 'ready',
      args: { ...contoso, name: 'Azure VPN' },
    });
  });

  it.each(['set-s2s', 'connect-s2s', 'disconnect-s2s'])(
    '%s asks whether it is meant',
    async (name) => {
      expect(await at(azure()).complete(name, contoso)).toMatchObject({
        kind: 'choose',
        arg: 'name',
        options: ['Azure VPN'],
        question:
          'The only tunnel of contoso on gw1 is Azure VPN, which the bot did not name. Is it meant?',
      });
    },
  );

  it('is not removed', async () => {
    await expect(at(azure()).complete('remove-s2s', contoso)).rejects.toThrow(
      "Tenant contoso has no tunnel of the bot's on gw1. The bot did not name Azure VPN: remove it on the gateway.",
    );
  });
});

describe('a tunnel that is said by its name', () => {
  const named = { ...contoso, name: 'azure vpn' };

  it('is shown as the gateway spells it', async () => {
    expect(await both().answer('show-s2s', named)).toContain('"summary":"Azure VPN is up"');
  });

  it('is hung up, dialled and changed, and all of it has a way back', async () => {
    const down = await both().plan('disconnect-s2s', named);
    expect(down.steps.map(({ parameters }) => parameters['Name'])).toEqual(['Azure VPN']);
    expect(await both().inverse('disconnect-s2s', named)).toEqual({
      operation: 'connect-s2s',
      texts: named,
    });
    const limits = { ...named, 'tx-kbps': '1000', 'rx-kbps': '1000' };
    const set = await both().plan('set-s2s', limits);
    expect(set.steps[0]?.undo[0]?.parameters).toMatchObject({ Name: 'Azure VPN' });
    expect(await both().inverse('set-s2s', limits)).toMatchObject({
      texts: { ...named, 'tx-kbps': 'none', 'rx-kbps': 'none' },
    });
    const gate = await both().gate('connect-s2s', named);
    expect(gate.held).toBe(true);
    expect(await both().observe('disconnect-s2s', named)).toEqual(down.before);
  });

  it("is refused where it is another tenant's, without that tenant's name", async () => {
    const foreign = at(azure({ RoutingDomain: 'Fabrikam' }));
    await expect(foreign.plan('disconnect-s2s', named)).rejects.toThrow(
      /in another routing domain, not in Contoso/,
    );
  });

  it('a site that means another tunnel is refused beside it', async () => {
    await expect(both().plan('disconnect-s2s', { ...named, site: 'branch' })).rejects.toThrow(
      'site=branch means contoso-branch, and name= says azure vpn: leave one of them out.',
    );
    await expect(both().plan('disconnect-s2s', contoso)).rejects.toThrow(
      'Say which tunnel: site=<name>, or name=<its name on the gateway>.',
    );
  });
});

describe('a name as it is typed', () => {
  const read = (text: string) => setS2s.args['name']?.schema.safeParse(text).success;

  it.each(['Azure VPN', 'CN=edge.contoso.example, O=Contoso', 'Büro Köln (#2)', 'a'.repeat(64)])(
    '%j is taken',
    (text) => {
      expect(read(text)).toBe(true);
    },
  );

  it.each([
    'Azure*',
    '?',
    '[ab]',
    ' Azure',
    'Azure ',
    'Azure  VPN',
    'a"b',
    'a`b',
    '',
    'a'.repeat(65),
  ])('%j is refused', (text) => {
    expect(read(text)).toBe(false);
  });
});
