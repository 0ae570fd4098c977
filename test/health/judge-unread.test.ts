import { healthCard } from '../../src/health/health-card';
import { judge } from '../../src/health/judge-gateway';
import { inventory, rows, failed, lost, tunnel, peer, plant, reading, said } from './readings';

describe('a failed reading is never healthy:', () => {
  const parts: [string, Parameters<typeof reading>[0]][] = [
    ['the tunnels', { tunnels: failed }],
    ['the routing domains', { domains: failed, peers: [] }],
    ['the services', { services: failed }],
    ['the tunnels, in words that we do not understand', { tunnels: rows({ Nome: 'x' }) }],
    ['all of it', { tunnels: lost, domains: lost, services: lost, peers: [] }],
    ['the second round trip', { peers: [lost, lost] }],
  ];
  test.each(parts)('%s', (_, change) => {
    const found = said(reading(change));
    expect(found['gateway gw1']).toMatchObject({ health: 'unknown' });
    expect(found['gateway gw1']).not.toHaveProperty('sum');
  });

  test('the peers of one tenant; the others are not in doubt', () => {
    const found = said(reading({ peers: [failed, rows()] }));
    expect(found['tenant contoso']).toMatchObject({ health: 'unknown' });
    expect(found['tenant fabrikam']).toMatchObject({ health: 'healthy' });
    expect(found['gateway gw1']).toMatchObject({ health: 'unknown', sum: true });
  });

  test('the routing domains, and with them the peers: no tenant is well, and what is down stays down', () => {
    const change = { domains: failed, peers: [] };
    expect(said(reading(change))['tenant contoso']).toEqual({
      key: 'tenant contoso',
      kind: 'tenant',
      name: 'contoso',
      tenant: 'contoso',
      domain: 'Contoso',
      health: 'unknown',
      sentence: 'How contoso stands on gw1 is not known: its BGP peers could not be read.',
      because: 'gateway gw1',
    });
    expect(healthCard(judge(reading(change), inventory), 'contoso')).toMatchObject({
      title: [{ bold: 'contoso' }, ' is not known'],
      tone: 'warning',
    });
    const down = tunnel('contoso-branch', 'Contoso', { ConnectionState: 'Unreachable' });
    const found = said(reading({ ...change, tunnels: rows(down, plant) }));
    expect(found['tenant contoso']).toMatchObject({ health: 'down' });
    expect(found['tenant fabrikam']).toMatchObject({ health: 'unknown' });
  });

  test('the services alone: the tunnels that are up prove that they run', () => {
    const found = said(reading({ services: failed }));
    expect(found['tenant contoso']).toMatchObject({ health: 'healthy' });
    expect(found['gateway gw1']).toMatchObject({ health: 'unknown' });
  });

  test('a gateway that is not reached is one cause, and its tenants are unknown because of it', () => {
    const all = judge(
      reading({ tunnels: lost, domains: lost, services: lost, peers: [] }),
      inventory,
    );
    expect(all.verdicts.map(({ key, because }) => [key, because])).toEqual([
      ['gateway gw1', undefined],
      ['tenant contoso', 'gateway gw1'],
      ['tenant fabrikam', 'gateway gw1'],
    ]);
    expect(all.isHidden({ kind: 'tunnel' })).toBe(true);
    expect(all.isHidden({ kind: 'peer', domain: 'Contoso' })).toBe(true);
  });

  test('a peer that is not established while its tunnels could not be read', () => {
    const found = said(reading({ tunnels: failed, peers: [rows(peer('Connecting')), rows()] }));
    expect(found['peer Contoso/contoso-branch-peer']).toMatchObject({
      health: 'unknown',
      because: 'gateway gw1',
    });
  });
});
