import { inventorySchema } from '../../src/world/inventory';
import { operations } from '../../src/ops/catalog';

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

describe('a site of the inventory', () => {
  const gateways = { gw1: gateway(ssh('gw1.example')), gw2: gateway(ssh('gw2.example')) };
  const site = (more: object) =>
    problems(gateways, { contoso: tenant('1', { sites: { hq: more } }) });
  const at = 'tenants.contoso.sites.hq';

  it.each([
    ['10.1.0.5/24', /host bits set; did you mean 10\.1\.0\.0\/24/],
    ['10.1.0.0/255.255.255.0', /dotted mask; write its length: 10\.1\.0\.0\/24/],
    ['10.1.0.0', /has no length/],
    ['10.1.0.0/24:0', /needs a metric from 1 to 9999/],
    ['ten', /is not an IP address/],
  ])('the subnet %s is refused where it stands, as it would be when typed', (text, why) => {
    expect(typed('add-s2s', 'subnets', text)).toMatch(why);
    const [told = '', ...more] = site({ subnets: ['10.9.0.0/24', text] });
    expect([told.startsWith(`${at}.subnets.1: `), more]).toEqual([true, []]);
    expect(told).toMatch(why);
  });

  it.each([
    [['10.1.0.0/24', '10.1.0.0/24:50'], 'is there with two metrics; keep one'],
    [['10.0.0.0/8', '10.1.0.0/24'], 'already covers 10.1.0.0/24; keep one'],
  ])('the subnets %j are refused together', (subnets, why) => {
    expect(typed('add-s2s', 'subnets', subnets.join(','))).toContain(why);
    expect(site({ subnets })).toEqual([expect.stringContaining(why)]);
    expect(site({ subnets })).toEqual([
      expect.stringMatching(/^tenants\.contoso\.sites\.hq\.subnets: /),
    ]);
  });

  const nowhere = ['0.0.0.0', '127.0.0.1', '224.0.0.5', '255.255.255.255', '::1', 'ff02::1'];
  const noAddresses = [
    ...nowhere,
    '010.0.0.1',
    'vpn.contoso.example',
    '203.0.113.7/32',
    '::ffff:10.0.0.1',
  ];
  it.each(noAddresses)('the address %s is refused as a far end and as a router', (text) => {
    expect(typed('add-s2s', 'destination', text)).not.toBe('taken');
    const told = site({ destination: text, peer: { address: text, asn: 65_110 } });
    expect(told).toEqual([
      expect.stringContaining(`${at}.destination: `),
      expect.stringContaining(`${at}.peer.address: `),
    ]);
  });

  it.each([0, 23_456, 65_535, 4_294_967_295])('the AS number %d is refused', (asn) => {
    expect(typed('add-bgp-peer', 'peer-asn', String(asn))).not.toBe('taken');
    expect(site({ peer: { address: '10.1.0.1', asn } })).toEqual([
      expect.stringContaining(`${at}.peer.asn: `),
    ]);
    const bgp = { address: '10.0.0.1', asn };
    expect(problems(gateways, { contoso: tenant('1', { bgp }) })).toHaveLength(1);
  });

  it.each(['HQ', '-hq', 'head office', 'h*', 'x'.repeat(32)])('the name %j is refused', (name) => {
    const sites = { [name]: {} };
    expect(problems(gateways, { contoso: tenant('1', { sites }) })).toHaveLength(1);
  });

  it('two with one far end on a gateway are refused, whoever has them and however it is spelled', () => {
    const one = (destination: string) => ({ sites: { hq: { destination } } });
    const there = { gateway: 'gw2', ...one('2001:db8::7') };
    const told = problems(gateways, {
      contoso: tenant('1', one('2001:db8::7')),
      fabrikam: tenant('2', one('2001:DB8:0::7')),
      northwind: tenant('3', there),
    });
    expect(told).toEqual([
      'tenants.fabrikam.sites.hq.destination: 2001:DB8:0::7 is the far end of site hq of contoso already: gw1 takes one tunnel with a shared key for each far end, over all tenants',
    ]);
  });

  it('two whose tunnels would have one name are refused', () => {
    const told = problems(gateways, {
      contoso: tenant('1', { sites: { 'east-hq': {} } }),
      'contoso-east': tenant('2', { sites: { hq: {} } }),
    });
    expect(told).toEqual([
      'tenants.contoso-east.sites.hq: its tunnel would be called contoso-east-hq, as the tunnel of site east-hq of contoso is: gw1 has each name once',
    ]);
  });

  it('two of a tenant with one BGP router are refused, and one whose router is the gateway', () => {
    const peer = (address: string) => ({ peer: { address, asn: 65_110 } });
    const sites = { hq: peer('10.1.0.1'), lab: peer('10.1.0.1'), own: peer('10.0.0.1') };
    const bgp = { address: '10.0.0.1', asn: 65_010 };
    const told = problems(gateways, {
      contoso: tenant('1', { bgp, sites }),
      fabrikam: tenant('2', { sites: { hq: peer('10.1.0.1') } }),
    });
    expect(told).toEqual([
      'tenants.contoso.sites.lab.peer: 10.1.0.1 is the BGP router of site hq already: one session for each far end is all there can be',
      "tenants.contoso.sites.own.peer.address: 10.0.0.1 is the gateway's own address; give that of the far end's router",
    ]);
  });

  it('what is right is left as it is written', () => {
    const hq = {
      destination: '2001:DB8::7',
      subnets: ['10.1.0.0/24', '10.1.0.1/32:5', '2001:DB8::/32:100'],
      peer: { address: '10.1.0.1', asn: 65_110 },
    };
    expect(site(hq)).toEqual([]);
    const sites = { hq };
    const read = inventorySchema.parse({ gateways, tenants: { contoso: tenant('1', { sites }) } });
    expect(read.tenants['contoso']?.sites).toEqual(sites);
  });
});

it.each(['Con*oso', ' Contoso', 'Contoso ', 'Con\u0007toso', '[Contoso]'])(
  'the routing domain %j is refused: no cmdlet would be sent with it',
  (routingDomain) => {
    const told = problems(
      { gw1: gateway(ssh('gw1.example')) },
      { contoso: tenant('1', { routingDomain }) },
    );
    expect(told).toEqual([expect.stringContaining('use a name without wildcards')]);
  },
);

/** What an argument says of a text: the sentence that refuses it, or that it is taken. */
function typed(operation: string, name: string, text: string): string {
  const arg = operations.find((one) => one.name === operation)?.args[name];
  if (arg === undefined) throw new Error(`${operation} has no ${name}`);
  return arg.schema.safeParse(text).error?.issues[0]?.message ?? 'taken';
}
