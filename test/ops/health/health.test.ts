import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../../../src/message';
import { health } from '../../../src/ops/health/health';
import { answerAt } from '../at-work';
import { type Gateways, openGateways } from '../gateway';

let gateways: Gateways;
beforeAll(async () => {
  gateways = await openGateways();
}, 60_000);
beforeEach(async () => {
  await gateways.simulated.reset();
  // A session takes a moment to establish.
  await sleep(1_200);
});
afterAll(() => gateways.close());

async function ask(gateway: string, tenant?: string): Promise<Message> {
  return await answerAt(gateways.at(gateway, tenant), health, {} as never);
}
const listOf = ({ blocks }: Message) =>
  blocks.flatMap((one) => (one.kind === 'list' ? one.items : []));

test('health shows the tunnel and the peer of a tenant, and nothing of its neighbour', async () => {
  const message = await ask('gw1', 'contoso');
  expect(message.summary).toBe('contoso is healthy.');
  expect(JSON.stringify(message.blocks)).not.toContain('is well');
  expect(listOf(message)).toEqual([
    '✓ contoso-branch is up.',
    '✓ contoso-branch-peer is established.',
  ]);
});

test('health of a gateway has the worst first, and what follows from it right below', async () => {
  await gateways.simulated.run('gw1', 'Set-SimulatorFault', {
    Kind: 'drop-tunnel',
    Tunnel: 'contoso-branch',
  });
  const message = await ask('gw1');
  expect(message).toMatchObject({ tone: 'warning', title: [{ bold: 'gw1' }, ' is degraded'] });
  const marks = listOf(message).map((item) =>
    JSON.stringify(item).slice(1).split(' ').slice(0, 2).join(' '),
  );
  expect(marks.slice(0, 3)).toEqual(['✗ contoso', '✗ contoso-branch', '✗ contoso-branch-peer']);
  expect(marks).toContain('✓ fabrikam-plant');
});

test('a service that does not run is the fault of the gateway', async () => {
  await gateways.simulated.run('gw1', 'Stop-Service', { Name: 'RemoteAccess', Force: true });
  const message = await ask('gw1', 'contoso');
  expect(JSON.stringify(message)).toContain('gw1 does not run RemoteAccess.');
  await gateways.simulated.run('gw1', 'Start-Service', { Name: 'RemoteAccess' });
});

test('a cmdlet that fails leaves doubt about what it reads, and about nothing else', async () => {
  const fault = { Kind: 'fail', Cmdlet: 'Get-BgpPeer', Message: 'The provider is busy.' };
  await gateways.simulated.run('gw1', 'Set-SimulatorFault', fault);
  const message = await ask('gw1', 'contoso');
  expect(message.title).toEqual([{ bold: 'contoso' }, ' is not known']);
  expect(listOf(message)).toEqual(['✓ contoso-branch is up.']);
});
