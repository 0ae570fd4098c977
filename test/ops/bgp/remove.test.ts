import { type Bench, openBench } from './bench';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
}, 180_000);
beforeEach(() => bench.gateways.simulated.reset(), 60_000);
afterAll(() => bench.gateways.close());

const remove = 'remove-bgp-peer';
const branch = { tenant: 'contoso', site: 'branch' };
const RoutingDomain = 'Contoso';
const Name = 'contoso-branch-peer';

describe('what it touches', () => {
  it('promises no way through a tunnel that is down', async () => {
    await bench.foreign('Set-SimulatorFault', { Kind: 'drop-tunnel', Tunnel: 'contoso-branch' });
    const { notes } = await bench.plan(remove, branch);
    expect(notes).toContain(
      '10.2.0.0/24 is then reached only through contoso-branch, which is down.',
    );
    expect(notes.join(' ')).not.toContain('stays reachable');
  });

  it('is the session and the prefixes that it brought, with what else leads to each', async () => {
    const plan = await bench.plan(remove, branch);
    expect(plan.touches).toMatchObject({ sessions: 1, prefixes: ['10.2.0.0/24', '10.20.0.0/16'] });
    expect(plan.notes).toEqual(
      expect.arrayContaining([
        expect.stringContaining('No other way remains to 10.20.0.0/16'),
        expect.stringContaining('10.2.0.0/24 stays reachable through contoso-branch'),
        expect.stringContaining('the last peer'),
      ]),
    );
  });

  it('is no session and no prefix where none is established', async () => {
    await bench.foreign('Stop-BgpPeer', { RoutingDomain, Name: [Name], Force: true });
    const plan = await bench.plan(remove, branch);
    expect(plan.touches).toMatchObject({ sessions: 0, prefixes: [] });
  });
});

describe('undo makes it again as it was', () => {
  async function thereAndBack(): Promise<string[]> {
    const plan = await bench.plan(remove, branch);
    await bench.apply(plan);
    expect(await bench.observe(remove, branch)).toEqual(plan.after);
    await bench.undo(plan);
    expect(await bench.observe(remove, branch)).toEqual(plan.before);
    return plan.steps.flatMap(({ undo }) => undo.map(({ cmdlet }) => cmdlet));
  }

  it('with limits, weights and an AS number of its own', async () => {
    await bench.foreign('Set-BgpPeer', {
      RoutingDomain,
      Name,
      LocalASN: 65_099,
      MaxAllowedPrefix: 77,
      Weight: 9,
      OperationMode: 'Server',
      Force: true,
    });
    expect(await thereAndBack()).toEqual(['Add-BgpPeer']);
  });

  it('stopped, if somebody had stopped it', async () => {
    await bench.foreign('Stop-BgpPeer', { RoutingDomain, Name: [Name], Force: true });
    expect(await thereAndBack()).toContain('Stop-BgpPeer');
  });

  it('started, if somebody had started one that starts by hand', async () => {
    await bench.foreign('Set-BgpPeer', { RoutingDomain, Name, PeeringMode: 'Manual', Force: true });
    expect(await thereAndBack()).toEqual(['Add-BgpPeer', 'Start-BgpPeer']);
  });

  it('with its policies, and never without them in between', async () => {
    for (const policy of ['b-first', 'a-second']) {
      await bench.foreign('Add-BgpRoutingPolicy', {
        RoutingDomain,
        Name: policy,
        PolicyType: 'Deny',
        MatchPrefix: ['0.0.0.0/0'],
      });
    }
    for (const Direction of ['Ingress', 'Egress']) {
      const PolicyName = Direction === 'Ingress' ? ['b-first', 'a-second'] : ['a-second'];
      const attach = { RoutingDomain, PeerName: [Name], PolicyName, Direction, Force: true };
      await bench.foreign('Add-BgpRoutingPolicyForPeer', attach);
    }
    expect(await thereAndBack()).toEqual([
      'Add-BgpPeer',
      'Add-BgpRoutingPolicyForPeer',
      'Add-BgpRoutingPolicyForPeer',
      'Start-BgpPeer',
      'Set-BgpPeer',
    ]);
    const [first] = (await bench.plan(remove, branch)).steps;
    expect(first?.undo[0]?.parameters).toMatchObject({ PeeringMode: 'Manual' });
  });
});

describe('the way back of one that was kept', () => {
  it('is the words that ask for the same peer, whatever its numbers are', async () => {
    await bench.foreign('Set-BgpPeer', {
      RoutingDomain,
      Name,
      LocalASN: 65_099,
      HoldTimeSec: 0,
      IdleHoldTimeSec: 0,
      MaxAllowedPrefix: 3,
      Weight: 0,
      Force: true,
    });
    const before = await bench.observe(remove, branch);
    const plan = await bench.plan(remove, branch);
    const back = bench.inverse(remove, branch, plan);
    await bench.apply(plan);
    await bench.apply(await bench.plan(back?.operation ?? '', back?.texts ?? {}));
    expect(await bench.observe(remove, branch)).toEqual(before);
  });

  it('is none where there are no words for all of it', async () => {
    await bench.foreign('Set-BgpPeer', {
      RoutingDomain,
      Name,
      OperationMode: 'Server',
      Force: true,
    });
    expect(bench.inverse(remove, branch, await bench.plan(remove, branch))).toBeUndefined();
  });
});

describe('which peer', () => {
  it('is the only one where none is said, and every name is offered where one is not ours', async () => {
    expect(await bench.complete(remove, { tenant: 'contoso' })).toMatchObject({
      kind: 'ready',
      args: { site: 'branch' },
    });
    await bench.foreign('Add-BgpPeer', {
      RoutingDomain,
      Name: 'By.Hand',
      LocalIPAddress: '10.10.254.2',
      PeerIPAddress: '10.9.0.1',
      PeerASN: 65_333,
    });
    expect(await bench.complete(remove, { tenant: 'contoso' })).toMatchObject({
      kind: 'choose',
      arg: 'name',
      options: ['By.Hand', 'contoso-branch-peer'],
    });
    const plan = await bench.plan(remove, { tenant: 'contoso', name: 'By.Hand' });
    expect(plan.steps[0]?.parameters).toMatchObject({ Name: 'By.Hand', RoutingDomain });
  });

  it('that is not there leaves nothing to do, and says which are', async () => {
    const plan = await bench.plan(remove, { tenant: 'contoso', site: 'hq' });
    expect([plan.steps, plan.notes.join()]).toEqual([
      [],
      expect.stringContaining('It has: contoso-branch-peer.'),
    ]);
    await expect(bench.complete(remove, { tenant: 'fabrikam' })).rejects.toThrow('has no BGP peer');
  });

  it('of another tenant is never meant, though its name be the same', async () => {
    const plan = await bench.plan(remove, { tenant: 'fabrikam', name: Name });
    expect(plan.steps).toEqual([]);
  });
});
