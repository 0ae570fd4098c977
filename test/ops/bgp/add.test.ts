import { type Bench, openBench } from './bench';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
}, 60_000);
beforeEach(() => bench.gateways.simulated.reset(), 60_000);
afterAll(() => bench.gateways.close());

const hq = { tenant: 'contoso', site: 'hq' };
const plant = { tenant: 'fabrikam', site: 'plant' };
const add = 'add-bgp-peer';

async function refusal(texts: Record<string, string>): Promise<string> {
  const outcome = await bench.plan(add, texts).then(
    () => 'planned',
    (error: Error) => `${error.name}: ${error.message}`,
  );
  expect(outcome).toMatch(/^UserError: /);
  return outcome;
}

describe('what is asked for', () => {
  it('is completed from the inventory, so that people vote on addresses and numbers they see', async () => {
    expect(await bench.complete(add, { tenant: 'contoso' })).toMatchObject({
      kind: 'ready',
      args: {
        site: 'hq',
        'peer-address': '10.1.0.1',
        'peer-asn': '65120',
        'local-address': '10.10.254.2',
      },
    });
  });

  it('names the router too where there is none, which is a step of its own and taken back last', async () => {
    const plan = await bench.planAsked(add, plant);
    expect(plan.steps.map(({ cmdlet }) => cmdlet)).toEqual(['Add-BgpRouter', 'Add-BgpPeer']);
    await bench.apply(plan);
    await bench.undo(plan);
    expect(await bench.observe(add, { ...plant, router: 'yes' })).toEqual(plan.before);
  });

  it('is asked for in a form where the inventory does not know the site', async () => {
    const asked = await bench.complete(add, { tenant: 'contoso', site: 'depot' });
    expect(asked).toMatchObject({ kind: 'ask', args: { 'local-address': '10.10.254.2' } });
  });

  it('is asked for where every known site has a peer', async () => {
    await bench.apply(await bench.planAsked(add, hq));
    expect(await bench.complete(add, { tenant: 'contoso' })).toMatchObject({ kind: 'ask' });
  });

  it('is not proposed for a site whose router is a peer under another name', async () => {
    await bench.foreign('Add-BgpPeer', {
      RoutingDomain: 'Contoso',
      Name: 'by-hand',
      LocalIPAddress: '10.10.254.2',
      PeerIPAddress: '10.1.0.1',
      PeerASN: 65_120,
    });
    expect(await bench.complete(add, { tenant: 'contoso' })).toMatchObject({ kind: 'ask' });
    expect(await refusal(hq)).toMatch(/by-hand already is the peer at 10\.1\.0\.1 in Contoso/);
  });
});

describe('it is refused, with one sentence,', () => {
  it('where there is no router and none is asked for', async () => {
    expect(await refusal(plant)).toMatch(/has no BGP router on gw1.*With router=yes it is made/);
  });

  it('where a router is asked for and there is one', async () => {
    expect(await refusal({ ...hq, router: 'yes' })).toMatch(/has a BGP router.*AS 65010/);
  });

  it('where the peer is there with other settings', async () => {
    expect(await refusal({ tenant: 'contoso', site: 'branch', 'peer-asn': '65199' })).toMatch(
      /contoso-branch-peer exists on gw1 with other settings/,
    );
  });

  it('for an address that is our own, of the other kind, or IPv6 where the router has none', async () => {
    expect(await refusal({ ...hq, 'peer-address': '10.10.254.2' })).toMatch(/own address/);
    expect(await refusal({ ...hq, 'peer-address': 'fd00::1' })).toMatch(/IPv6.*IPv4/);
    const v6 = { ...hq, 'peer-address': 'fd00::1', 'local-address': 'fd00::2' };
    expect(await refusal(v6)).toMatch(/does not route IPv6/);
    expect(await refusal({ ...v6, ...plant, router: 'yes' })).toMatch(/IPv4 address/);
  });

  it('without a site and a name, or without what the inventory lacks', async () => {
    expect(
      await refusal({ tenant: 'contoso', 'peer-address': '10.9.0.1', 'peer-asn': '65130' }),
    ).toMatch(/Say which peer/);
    expect(await refusal({ tenant: 'contoso', site: 'depot' })).toMatch(
      /give peer-address= and peer-asn=/,
    );
  });

  it('where the routing domain is switched off', async () => {
    await bench.foreign('Disable-RemoteAccessRoutingDomain', {
      Name: 'Fabrikam',
      Type: 'All',
      Force: true,
    });
    expect(await refusal({ ...plant, router: 'yes' })).toMatch(/is not enabled/);
  });
});

describe('who votes reads', () => {
  const notes = async (texts: Record<string, string>) =>
    (await bench.plan(add, texts)).notes.join('\n');

  it('that no tunnel leads there', async () => {
    expect(await notes(hq)).toContain('No tunnel of contoso leads to 10.1.0.1');
  });

  it('which tunnel it goes through, and that one which is down keeps it down', async () => {
    expect(await notes({ ...plant, router: 'yes' })).toContain(
      'goes through fabrikam-plant, which is up',
    );
    await bench.foreign('Disconnect-VpnS2SInterface', { Name: 'fabrikam-plant', Force: true });
    expect(await notes({ ...plant, router: 'yes' })).toMatch(
      /fabrikam-plant, which is down.*It comes up after its tunnel does/,
    );
  });

  it('that a number is public, that it is iBGP, and that the inventory says otherwise', async () => {
    expect(await notes({ ...hq, 'peer-asn': '3320' })).toMatch(
      /AS 3320 is not a private number[^]*inventory says otherwise about site hq: AS 65120/,
    );
    expect(await notes({ ...hq, 'peer-asn': '65010' })).toMatch(/this is iBGP/);
    expect(await notes({ ...hq, 'local-asn': '65011' })).toMatch(
      /contoso is AS 65010 here, not 65011/,
    );
    expect(await notes(hq)).not.toMatch(/private|iBGP|otherwise/);
  });

  it('that sites do not see one another, unless there is no other peer', async () => {
    expect(await notes(hq)).toMatch(/this site and contoso-branch-peer do not see one another/);
    expect(await notes({ ...plant, router: 'yes' })).not.toMatch(/see one another/);
  });

  it('what the site will be told, or that it is nothing', async () => {
    expect(await notes(hq)).toMatch(/will not learn the networks of the tenant/);
    await bench.foreign('Add-BgpCustomRoute', {
      RoutingDomain: 'Contoso',
      Network: ['10.10.1.0/24'],
    });
    expect(await notes(hq)).toContain('The site will be told: 10.10.1.0/24.');
  });

  it('that timers are unusual', async () => {
    expect(await notes({ ...hq, 'hold-time': '9', 'idle-hold': '60' })).toMatch(
      /9 s is short[^]*pauses 60 s/,
    );
  });
});

it('the AS number is given to the gateway only where it is not that of its router', async () => {
  const parameters = async (texts: Record<string, string>) =>
    (await bench.plan(add, texts)).steps[0]?.parameters;
  expect(await parameters(hq)).not.toHaveProperty('LocalASN');
  expect(await parameters({ ...hq, 'local-asn': '65099' })).toMatchObject({ LocalASN: 65_099 });
});

it('a router with other people’s peers does not read as the plan left it, so that undo cannot take them along', async () => {
  const asked = (await bench.complete(add, plant)).args;
  const plan = await bench.plan(add, asked);
  await bench.apply(plan);
  expect(await bench.observe(add, asked)).toEqual(plan.after);
  await bench.foreign('Add-BgpPeer', {
    RoutingDomain: 'Fabrikam',
    Name: 'by-hand',
    LocalIPAddress: '10.10.254.2',
    PeerIPAddress: '10.9.0.1',
    PeerASN: 65_333,
  });
  expect(await bench.observe(add, asked)).not.toEqual(plan.after);
});

describe('the session', () => {
  const until = async (texts: Record<string, string>) => {
    for (let tries = 0; tries < 40; tries++) {
      const found = await bench.gate(add, texts);
      if (found.held) return found.sentence;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    return (await bench.gate(add, texts)).sentence;
  };

  it('is awaited, and established once the far end answers', async () => {
    await bench.apply(await bench.planAsked(add, plant));
    expect((await bench.gate(add, plant)).held).toBe(false);
    expect(await until(plant)).toBe('fabrikam-plant-peer is established.');
  }, 30_000);

  it('is not there without a tunnel, and says so', async () => {
    await bench.apply(await bench.planAsked(add, hq));
    expect(await bench.gate(add, hq)).toEqual({
      held: false,
      sentence: 'contoso-hq-peer is not established, connecting: no tunnel leads to 10.1.0.1.',
    });
  });

  it('of a peer that somebody removed is not there', async () => {
    expect(await bench.gate(add, hq)).toEqual({
      held: false,
      sentence: 'contoso-hq-peer does not exist.',
    });
  });
});
