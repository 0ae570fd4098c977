import { join } from 'node:path';
import { readConfig } from '../../src/config/directory';
import { inventorySchema } from '../../src/world/inventory';
import { packageRoot } from '../../src/package-root';
import { machinesOf } from '../../src/sandbox/machine';

describe('a gateway that is made from the inventory', () => {
  const { inventory } = readConfig(join(packageRoot, 'examples', 'first-change'));
  const [gw1] = machinesOf(inventory);

  it('has a tunnel for each site but the last of a tenant', () => {
    expect(gw1?.Tunnels).toMatchObject([
      { Name: 'contoso-branch', IPv4Subnet: ['10.2.0.0/24:100'], FarEndReady: true },
      { Name: 'fabrikam-plant' },
    ]);
  });

  it('has a BGP session where the inventory has both ends and a tunnel leads there', () => {
    expect(gw1).toMatchObject({
      BgpRouters: [{ RoutingDomain: 'Contoso', LocalASN: 65010 }],
      BgpPeers: [{ Name: 'contoso-branch-peer', PeerIPAddress: '10.2.0.1', PeerASN: 65110 }],
      FarEndRouters: [
        { Address: '10.2.0.1', Announces: ['10.2.0.0/24'] },
        { Address: '10.1.0.1', Announces: ['10.1.0.0/24'] },
      ],
    });
  });

  it('routes IPv6 as such, and with a metric where none is written', () => {
    const { contoso } = inventory.tenants;
    const [made] = machinesOf(
      inventorySchema.parse({
        ...inventory,
        tenants: {
          contoso: {
            ...contoso,
            sites: {
              one: { destination: '203.0.113.8', subnets: ['10.5.0.0/24', '2001:db8:5::/48:20'] },
              two: {},
            },
          },
        },
      }),
    );
    expect(made?.Tunnels).toMatchObject([
      { IPv4Subnet: ['10.5.0.0/24:100'], IPv6Subnet: ['2001:db8:5::/48:20'] },
    ]);
  });
});
