import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { killTree } from '../../src/adapters/powershell/process-tree';
import { makeStateDirectory, runScript, startScript, withMachine, withWorld } from './engine';

// A machine per test, all made by one process: starting one takes longer than most of what is tested here.
const machines = ['busy', 'killed', 'discreet', 'traced', 'hung'] as const;
type Machine = (typeof machines)[number];
const world = `@(${machines.map((name) => `'${name}'`).join(', ')} | ForEach-Object { @{
  Name = $_; Version = '2012r2'
  RoutingDomains = @(@{ Name = 'Contoso'; Id = '{c0c0a000-0000-4000-8000-00000000c001}'; Type = 'All' }) } })`;
const secret = 'Sesame-ouvre-toi-7731';
const add = (name: string, network: string) =>
  `Add-VpnS2SInterface -RoutingDomain Contoso -Name "${name}" -Destination "${network}" -AuthenticationMethod PSKOnly -SharedSecret '${secret}'`;

let state: ReturnType<typeof makeStateDirectory>;
const journal = (machine: Machine) =>
  readFileSync(join(state.path, `${machine}.journal`), 'utf8')
    .trimEnd()
    .split('\n');
const countApplied = (machine: Machine) =>
  journal(machine).filter((line) => line.includes(' applied Add-')).length;
const load = (machine: Machine) => withMachine(state.path, machine);
const pause = (milliseconds: number) => new Promise((later) => setTimeout(later, milliseconds));
const countTunnels = '[Console]::Out.WriteLine(@(Get-VpnS2SInterface).Count)';

beforeAll(async () => {
  state = makeStateDirectory();
  await runScript(state.path, withWorld(state.path, world, machines[0]), 'world');
}, 60_000);
afterAll(() => state.dispose());

it('loses nothing when four processes write at once', async () => {
  const writers = [1, 2, 3, 4].map((writer) =>
    runScript(
      state.path,
      `${load('busy')}foreach ($n in 1..25) { ${add(`w${writer}-$n`, `10.0.${writer}.$n`)} }`,
      `writer${writer}`,
    ),
  );
  await Promise.all(writers);

  const count = await runScript(state.path, load('busy') + countTunnels);

  expect(count.trim()).toBe('100');
  expect(countApplied('busy')).toBe(100);
}, 60_000);

it('leaves a whole state and a free lock when a process is killed while it writes', async () => {
  for (const round of [1, 2]) {
    const applied = countApplied('killed');
    const script = `${load('killed')}foreach ($n in 1..200) { ${add(`r${round}-$n`, `10.1.${round}.$n`)} }`;
    const { child, finished } = startScript(state.path, script, `victim${round}`);
    const ended = finished.catch(() => 'killed');
    while (countApplied('killed') < applied + 3) await pause(5);
    await pause(3 * round);
    await killTree(child.pid ?? 0);
    expect(await ended).toBe('killed');
  }
  const applied = countApplied('killed');

  const started = Date.now();
  const after = `${load('killed')}${countTunnels}; ${add('after', '10.1.9.9')}; ${countTunnels}`;
  const [before, now] = (await runScript(state.path, after)).trim().split(/\s+/).map(Number);

  // The journal follows the state: a kill between the two leaves a change without its line, in each round at most one.
  expect(before).toBeGreaterThanOrEqual(applied);
  expect(before).toBeLessThanOrEqual(applied + 2);
  expect(now).toBe(Number(before) + 1);
  expect(Date.now() - started).toBeLessThan(10_000);
}, 60_000);

it('keeps no secret, neither in the state nor in the journal', async () => {
  await runScript(
    state.path,
    `${load('discreet')}${add('one', '10.2.0.1')}
    Set-VpnS2SInterface one -SharedSecret '${secret}' -Force
    Add-VpnS2SInterface -RoutingDomain Contoso -Name two -Destination 10.2.0.2 -UserName u -Password '${secret}'
    Set-SimulatorPeerKey one
    Get-SimulatorState`,
  );

  const kept = readdirSync(state.path).filter((file) => file.startsWith('discreet'));
  expect(kept.sort()).toEqual(['discreet.journal', 'discreet.lock', 'discreet.state']);
  for (const file of kept)
    expect(readFileSync(join(state.path, file), 'utf8')).not.toContain(secret);
});

it('writes one journal line per phase: time, process, phase, cmdlet, name', async () => {
  await runScript(
    state.path,
    `${load('traced')}${add('a b', '10.2.0.1')}\ntry { Get-VpnS2SInterface nobody } catch { }`,
  );

  const lines = journal('traced').map((line) => line.split(' '));
  expect(lines.map((words) => words.slice(2).join(' '))).toEqual([
    'begin Add-VpnS2SInterface a%20b',
    'applied Add-VpnS2SInterface a%20b',
    'end Add-VpnS2SInterface a%20b',
    'begin Get-VpnS2SInterface nobody',
    'failed Get-VpnS2SInterface nobody',
  ]);
  for (const [time, process] of lines) {
    expect(Number.isNaN(Date.parse(time ?? ''))).toBe(false);
    expect(process).toMatch(/^\d+$/);
  }
});

it('shows a cmdlet that hangs as begun, and the machine stays open to others meanwhile', async () => {
  const fault = 'Set-SimulatorFault -Kind hang -Cmdlet Add-VpnS2SInterface -Seconds 30 -Once';
  await runScript(state.path, load('hung') + fault);
  const hanging = startScript(state.path, load('hung') + add('h', '10.2.0.1'), 'hang');
  const ended = hanging.finished.catch(() => 'killed');
  while (!journal('hung').some((line) => line.endsWith('begin Add-VpnS2SInterface h'))) {
    await pause(20);
  }

  const count = await runScript(
    state.path,
    `${load('hung')}${add('other', '10.2.0.2')}; ${countTunnels}`,
  );
  await killTree(hanging.child.pid ?? 0);
  await ended;

  expect(count.trim()).toBe('1');
  expect(journal('hung').filter((line) => line.endsWith('Add-VpnS2SInterface h'))).toHaveLength(1);
}, 60_000);
