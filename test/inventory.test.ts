import { inventorySchema } from '../src/inventory';

/* What a copied line would make the bot do: the change of one machine or tenant on another one. */

const ssh = (host: string, more = {}) => ({
  kind: 'ssh',
  host,
  user: 'mtgw',
  keyFile: '/k',
  ...more,
});
const gateway = (target: object, hosts: Record<string, object> = {}) => ({
  version: '2022',
  target,
  hosts,
});
const guid = (digit: string) => `{${digit.repeat(8)}-0000-4000-8000-000000000000}`;
const tenant = (digit: string, more = {}) => ({
  gateway: 'gw1',
  routingDomain: `Domain${digit}`,
  routingDomainId: guid(digit),
  isolation: 'hnv',
  ...more,
});

function problems(gateways: object, tenants: object = {}): string[] {
  const read = inventorySchema.safeParse({ gateways, tenants });
  return (read.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('a machine of the inventory', () => {
  it("a host that has a gateway's name is refused: its commands would go there", () => {
    const told = problems({
      gw1: gateway(ssh('gw1.example'), { gw2: ssh('hv1.example') }),
      gw2: gateway(ssh('gw2.example')),
    });
    expect(told).toEqual([
      'gateways.gw1.hosts.gw2: a gateway is called gw2 too: every machine needs a name of its own',
    ]);
  });

  it('two hosts of one name that are reached differently are refused', () => {
    const told = problems({
      gw1: gateway(ssh('gw1.example'), { hv1: ssh('hv1.example') }),
      gw2: gateway(ssh('gw2.example'), { hv1: ssh('hv2.example') }),
    });
    expect(told).toEqual([
      'gateways.gw2.hosts.hv1: hv1 is a host of gw1 already, and is reached otherwise there: every machine needs a name of its own',
    ]);
  });

  it('one host may carry two gateways, written alike', () => {
    const hv1 = { hv1: ssh('hv1.example', { port: 22 }) };
    const turned = { hv1: { port: 22, ...ssh('hv1.example') } };
    const gateways = {
      gw1: gateway(ssh('gw1.example'), hv1),
      gw2: gateway(ssh('gw2.example'), turned),
    };
    expect(problems(gateways)).toEqual([]);
  });

  it('two machines at one address are refused: one of them would get the commands of both', () => {
    const winrm = { kind: 'winrm', host: 'GW1.example', tls: true };
    expect(
      problems({ gw1: gateway(winrm), gw2: gateway({ ...winrm, host: 'gw1.EXAMPLE' }) }),
    ).toEqual([
      'gateways.gw2.target: gw1 is at gw1.EXAMPLE already: commands for gw2 would go to it',
    ]);
    expect(problems({ gw1: gateway(ssh('gw1.example'), { hv1: ssh('gw1.example') }) })).toEqual([
      'gateways.gw1.hosts.hv1: gw1 is at gw1.example already: commands for hv1 would go to it',
    ]);
  });

  it('two ports of one address may be two machines, and simulated ones have no address', () => {
    const simulator = { kind: 'simulator' };
    expect(
      problems({
        gw1: gateway(ssh('nat.example', { port: 2201 })),
        gw2: gateway(ssh('nat.example', { port: 2202 })),
        gw3: gateway(simulator, { hv3: simulator }),
        gw4: gateway(simulator, { hv4: simulator }),
      }),
    ).toEqual([]);
  });
});

describe('a tenant of the inventory', () => {
  const gateways = { gw1: gateway(ssh('gw1.example')), gw2: gateway(ssh('gw2.example')) };

  it('two tenants in one routing domain of a gateway are refused', () => {
    const told = problems(gateways, {
      contoso: tenant('1', { routingDomain: 'Contoso' }),
      fabrikam: tenant('2', { routingDomain: 'contoso' }),
      northwind: tenant('3', { routingDomainId: guid('a') }),
      tailspin: tenant('4', { routingDomainId: guid('A') }),
    });
    expect(told).toEqual([
      'tenants.fabrikam.routingDomain: contoso is the routing domain of contoso on gw1 already: one tenant would change the other',
      `tenants.tailspin.routingDomainId: ${guid('A')} is the routing domain of northwind on gw1 already: one tenant would change the other`,
    ]);
  });

  it('the same name on another gateway is another domain', () => {
    const there = { gateway: 'gw2', routingDomain: 'Domain1', routingDomainId: guid('1') };
    expect(problems(gateways, { contoso: tenant('1'), fabrikam: tenant('1', there) })).toEqual([]);
  });
});
