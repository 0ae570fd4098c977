import { peerText, tunnelTo } from '../../../src/ops/bgp/path';
import { branch, tunnelOf } from './readings';

describe('the tunnel to a peer', () => {
  const nameOf = (...tunnels: ReturnType<typeof tunnelOf>[]) =>
    tunnelTo(tunnels, 'contoso', '10.2.0.1')?.name;

  it('is the one whose subnets have its address', () => {
    expect(nameOf(tunnelOf('a', ['10.1.0.0/24:100']), tunnelOf('b', ['10.2.0.0/24:100']))).toBe(
      'b',
    );
    expect(nameOf(tunnelOf('a', ['10.1.0.0/24:100']))).toBeUndefined();
  });

  it('is never one of another routing domain, whose addresses may be equal', () => {
    expect(nameOf(tunnelOf('a', ['10.2.0.0/24'], { routingDomain: 'Fabrikam' }))).toBeUndefined();
  });

  it('is that of the longer prefix, then that of the lower metric', () => {
    expect(nameOf(tunnelOf('a', ['10.2.0.0/24:1']), tunnelOf('b', ['10.2.0.1/32:900']))).toBe('b');
    expect(nameOf(tunnelOf('a', ['10.2.0.0/24:200']), tunnelOf('b', ['10.2.0.0/24:50']))).toBe('b');
  });

  it('is an enabled one where there is one, else the disabled one, which is the reason then', () => {
    const off = tunnelOf('off', ['10.2.0.1/32:1'], { enabled: false });
    expect(nameOf(off, tunnelOf('on', ['10.2.0.0/24:100']))).toBe('on');
    expect(nameOf(off)).toBe('off');
  });

  it('is looked for past a subnet that cannot be read', () => {
    expect(nameOf(tunnelOf('a', ['nonsense', '10.2.0.0/24:100']))).toBe('a');
  });
});

describe('how a peer stands', () => {
  const up = tunnelOf('contoso-branch', ['10.2.0.0/24:100']);

  it.each([
    ['Connected', 'established'],
    ['Connecting', 'not established, connecting'],
    ['Idle', 'not established, idle'],
    ['Stopped', 'stopped by somebody (mode Automatic)'],
    ['3', 'in an unknown state (3)'],
  ])('%s: %s', (status, text) => {
    expect(peerText({ ...branch, status })).toBe(text);
  });

  it('stopped is meant so in Manual mode', () => {
    expect(peerText({ ...branch, status: 'Stopped', peeringMode: 'Manual' })).toContain(
      'waits to be started',
    );
  });

  it('names the tunnel that is down, with its error', () => {
    const down = { ...up, connection: 'Unreachable', lastError: 809 };
    expect(peerText({ ...branch, status: 'Connecting' }, [down])).toMatch(
      /^not established, connecting: its tunnel contoso-branch is unreachable, error 809/,
    );
  });

  it('says that no tunnel leads there, or that the far end is to be checked', () => {
    const peer = { ...branch, status: 'Connecting' };
    expect(peerText(peer, [])).toMatch(/no tunnel leads to 10\.2\.0\.1$/);
    expect(peerText(peer, [up])).toMatch(/contoso-branch is up, so check the far end/);
  });

  it('of an established one the tunnel is not told', () => {
    expect(peerText(branch, [])).toBe('established');
  });
});
