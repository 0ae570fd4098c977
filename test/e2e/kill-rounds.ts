import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ChangeRequest } from '../../approvals/request';
import type { World } from './world';

/** MTGW_KILLS says how many; a hundred of them take about a quarter of an hour, behind SSH three times that. */
export const rounds = (usual: number) => Number(process.env['MTGW_KILLS'] ?? usual);
const ends = ['verifying', 'unconfirmed', 'unknown', 'stuck', 'undone', 'closed', 'kept'];

/** Beside other suites a session may take longer to open than a reading may; then it is tried again, and again. */
const patienceMs = 180_000;

let world: World;

async function tunnelIsThere(): Promise<boolean> {
  const [state] = await world.sandbox.gateways.run('gw1', 'Get-SimulatorState', {});
  const tunnels = (state as { Tunnels: { Name: string }[] }).Tunnels;
  return tunnels.some(({ Name }) => Name === 'contoso-hq');
}

function applied(cmdlet: string): number {
  const journal = readFileSync(join(world.sandbox.stateDirectory, 'gw1.journal'), 'utf8');
  return journal.split('\n').filter((line) => line.includes(` applied ${cmdlet} contoso-hq`))
    .length;
}

async function ask(line: string): Promise<string> {
  const mark = world.mark();
  world.say(line, { as: 'alice' });
  const card = await world.hears(/CR-\d+ Waiting for approval/, { since: mark });
  return /CR-\d+/.exec(card)?.[0] ?? '';
}

/** What the record claims about the gateway, where it claims anything. */
function claim(request: ChangeRequest): 'applied' | 'not-applied' | undefined {
  switch (request.state) {
    case 'kept':
    case 'unconfirmed':
    case 'verifying':
      return 'applied';
    case 'undone':
      return 'not-applied';
    default:
      return request.found === 'applied' || request.found === 'not-applied'
        ? request.found
        : undefined;
  }
}

/** Wait until it has ended and the gateway was read: behind a session that waits for the cmdlet's time limit. */
async function untilItClaims(id: string): Promise<ChangeRequest> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const request = await world.until(id, ends, patienceMs);
    if (claim(request) !== undefined || Date.now() > end) return request;
    await delay(50);
  }
}

/** How long so many rounds may take, in milliseconds. */
export const roundsMs = (count: number) => 300_000 + count * 60_000;

/**
 * The worker is killed (kill -9) at a random point of a change, again and again. No request may be lost, no cmdlet may
 * act twice, and every end state must be true to the gateway's own state file. Resolves with how the requests ended.
 */
export async function killAgainAndAgain(
  opened: World,
  times: number,
): Promise<Record<string, number>> {
  world = opened;
  const counts: Record<string, number> = {};
  for (let round = 0; round < times; round++) {
    const removing = await tunnelIsThere();
    const cmdlet = removing ? 'Remove-VpnS2SInterface' : 'Add-VpnS2SInterface';
    const verb = removing ? 'remove-s2s' : 'add-s2s';
    // Half of the rounds are slow enough for the kill to hit the cmdlet itself.
    if (Math.random() < 0.5) {
      await world.sandbox.gateways.run('gw1', 'Set-SimulatorFault', {
        Kind: 'slow',
        Cmdlet: cmdlet,
        Milliseconds: 600,
        Once: true,
      });
    }
    const id = await ask(`/mtgw ${verb} tenant=contoso site=hq`);
    const before = applied(cmdlet);
    await world.press('Approve', { as: 'bob' });
    await delay(Math.random() * 900);
    await world.sandbox.kill('worker');
    const ended = await untilItClaims(id);
    const isThere = await tunnelIsThere();
    const truth = isThere !== removing ? 'applied' : 'not-applied';
    counts[ended.state] = (counts[ended.state] ?? 0) + 1;
    expect({ round, id, state: ended.state, says: claim(ended) }).toEqual({
      round,
      id,
      state: ended.state,
      says: truth,
    });
    expect(applied(cmdlet) - before).toBe(truth === 'applied' ? 1 : 0);
    await world.sandbox.gateways.run('gw1', 'Clear-SimulatorFault', {});
    await settle(ended);
  }
  return counts;
}

/** A person settles what is left, so that the next round can begin. */
async function settle(ended: ChangeRequest): Promise<void> {
  const { id } = ended;
  if (ended.state === 'unknown' && ended.found === 'applied') {
    world.say(`/mtgw resolve ${id} as=applied because="read on the gateway"`, { as: 'alice' });
    await world.until(id, ['verifying', 'unconfirmed']);
  }
  const now = await world.request(id);
  if (now?.state === 'verifying' || now?.state === 'unconfirmed') {
    // Keep is refused before the first reading, which waits behind a session that is opened anew.
    const end = Date.now() + patienceMs;
    while ((await world.request(id))?.gates.length === 0 && Date.now() < end) await delay(50);
    world.say(`/mtgw keep ${id} because="the far end follows"`, { as: 'alice' });
    await world.until(id, ['kept']);
  } else if (now?.state === 'unknown' || now?.state === 'stuck') {
    world.say(`/mtgw resolve ${id} as=close because="nothing is there"`, { as: 'alice' });
    await world.until(id, ['closed']);
  }
}
