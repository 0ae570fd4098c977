import { whereIs } from '../../../scripts/setup/where-is.cjs';
import { UnavailableError } from '../../../src/errors';
import { startTimeOf } from '../../../src/adapters/powershell/start-time';
import { closeRigs, eventually, fixtureCmdlets, fixtureModule, type Rig, rig } from './fixture';

const executable = whereIs('powershell');
afterAll(closeRigs);

const thing = [{ cmdlet: 'Get-Thing', parameters: { Name: ['x'] } }];
const wait = (ms: number) => ({ cmdlet: 'Wait-Softly', parameters: { Ms: ms } });
const startsIn = ({ log }: Rig) =>
  log.filter(({ message }) => message === 'PowerShell started').length;
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('Sessions and processes', () => {
  const rigs: Rig[] = [];
  const open: typeof rig = (...options) => {
    const made = rig(...options);
    rigs.push(made);
    return made;
  };
  afterEach(() => Promise.all(rigs.splice(0).map(({ shells }) => shells.close())));

  it('changes and readings use different processes, so that a sweep never delays a change', async () => {
    const on = open(executable);
    const [change, read] = await Promise.all([on.shells.ready('change'), on.shells.ready('read')]);
    expect(change.pid).not.toBe(read.pid);
    let swept = false;
    const sweep = on.shells
      .run([{ target: 'gw1', commands: [{ cmdlet: 'Wait-Softly', parameters: { Ms: 6000 } }] }], {
        timeoutMs: 15_000,
        purpose: 'read',
      })
      .finally(() => {
        swept = true;
      });
    expect(await on.one('Get-Thing', { Name: ['x'] })).toMatchObject({ outcome: 'answered' });
    expect(swept).toBe(false);
    expect(await sweep).toMatchObject([{ outcome: 'answered' }]);
  });

  it('two changes on two gateways run at the same time where two processes are allowed', async () => {
    const on = open(executable, { caps: { processes: { change: 2, read: 1 } } });
    const shells = await Promise.all([on.shells.ready('change'), on.shells.ready('change')]);
    expect(shells[0].pid).not.toBe(shells[1].pid);
    const onBoth = (commands: typeof thing | { cmdlet: string; parameters: { Ms: number } }[]) =>
      Promise.all(
        shells.map((shell, i) =>
          on.shells.run([{ target: `gw${i}`, commands }], {
            timeoutMs: 15_000,
            purpose: 'change',
            on: shell,
          }),
        ),
      );
    // The sessions open before the time counts.
    await onBoth(thing);
    const started = performance.now();
    const answers = await onBoth([{ cmdlet: 'Wait-Softly', parameters: { Ms: 4000 } }]);
    expect(performance.now() - started).toBeLessThan(7500);
    expect(answers.flat()).toMatchObject([{ outcome: 'answered' }, { outcome: 'answered' }]);
  });

  it('a call waits for the busy process that has the session, and does not open another one', async () => {
    const on = open(executable, { caps: { processes: { change: 1, read: 2 }, holderMs: 15_000 } });
    const read = (ms: number) =>
      on.shells.run([{ target: 'gw0', commands: [wait(ms)] }], {
        timeoutMs: 15_000,
        purpose: 'read',
      });
    // The first one is still starting its process and opening the session when the second one comes.
    const answers = await Promise.all([read(200), read(1)]);
    expect(answers.flat()).toMatchObject([{ outcome: 'answered' }, { outcome: 'answered' }]);
    expect(startsIn(on)).toBe(1);
  });

  it('a process that stays busy is waited for no longer than opening another session takes', async () => {
    const on = open(executable, { caps: { processes: { change: 1, read: 2 }, holderMs: 300 } });
    const read = (ms: number) =>
      on.shells.run([{ target: 'gw0', commands: [wait(ms)] }], {
        timeoutMs: 15_000,
        purpose: 'read',
      });
    await read(1);
    let isOver = false;
    const long = read(9_000).finally(() => {
      isOver = true;
    });
    expect(await read(1)).toMatchObject([{ outcome: 'answered' }]);
    expect(isOver).toBe(false);
    expect(startsIn(on)).toBe(2);
    await long;
  });

  it('a process is ready with the session that was named, or it says why there is none', async () => {
    const simulator = { module: '/nowhere/module.psm1', arguments: [] };
    const on = open(executable, { targets: { gw0: { kind: 'local', simulator } } });
    const session = { target: 'gw0', timeoutMs: 15_000 };
    const { pid } = await on.shells.ready('change');
    await expect(on.shells.ready('change', session)).rejects.toThrow(UnavailableError);
    await expect(on.shells.ready('change', session)).rejects.toThrow('/nowhere/module.psm1');
    await expect(on.shells.ready('change', { ...session, target: 'gw9' })).rejects.toThrow(
      'There is no target "gw9" in the configuration.',
    );
    expect((await on.shells.ready('change')).pid).toBe(pid);
  });

  it('a session that is lost under a cmdlet has died, and the next call opens another', async () => {
    const on = open(executable);
    expect(await on.one('Close-Session')).toMatchObject({
      outcome: 'died',
      message: 'The session was lost.',
    });
    expect(await on.one('Get-Thing', { Name: ['x'] })).toMatchObject({ outcome: 'answered' });
  });

  it('a session lost between two commands is not opened again to go on with the second', async () => {
    const on = open(executable);
    const [answer] = await on.shells.run(
      [
        {
          target: 'gw0',
          commands: [...thing, { cmdlet: 'Close-Session', parameters: {} }, ...thing],
        },
      ],
      { timeoutMs: 9000, purpose: 'change' },
    );
    expect(answer).toMatchObject({ outcome: 'died', results: [{ output: [{ Name: 'x' }] }, {}] });
  });

  it('an unused session is closed, an unused process ended, and both come back when needed', async () => {
    const on = open(executable, { caps: { sessionIdleMs: 200, processIdleMs: 1200 } });
    const first = await on.result('Remember-Here');
    expect(await on.result('Remember-Here')).toMatchObject({ output: [2] });
    expect(first.output).toEqual([1]);
    const { pid } = await on.shells.ready('change');
    await on.result('Remember-Here');
    await later(700);
    // A new session remembers nothing; the process is the same.
    expect(await on.output('Remember-Here')).toEqual([1]);
    expect((await on.shells.ready('change')).pid).toBe(pid);
    await on.result('Remember-Here');
    await eventually('the end of the process', async () => !(await isThere(pid)));
    expect(await on.output('Remember-Here')).toEqual([1]);
  });

  it('a target that cannot be opened is unreachable, with the reason, and the others answer', async () => {
    const on = open(executable, {
      targets: {
        good: { kind: 'local', simulator: { module: fixtureModule, arguments: ['good'] } },
        bad: { kind: 'local', simulator: { module: '/nowhere/missing.psm1', arguments: [] } },
      },
    });
    const batch = ['bad', 'good'].map((target) => ({ target, commands: thing }));
    // The start of a process is not what the time limit is about.
    await on.shells.ready('read');
    expect(await on.shells.run(batch, { timeoutMs: 9000, purpose: 'read' })).toMatchObject([
      { outcome: 'unreachable', message: expect.stringContaining('missing.psm1'), results: [] },
      { outcome: 'answered' },
    ]);
  });

  it('a machine that does not answer is left alone for a while, tried again, and welcome back', async () => {
    const on = open(executable, { caps: { breakAfter: 2, retryAfterMs: 700, retryAtMostMs: 700 } });
    const hang = () => on.one('Wait-Softly', { Ms: 20_000 }, { target: 'gw1', timeoutMs: 800 });
    await on.result('Get-Thing', { Name: ['x'] });
    expect([(await hang()).outcome, (await hang()).outcome]).toEqual(['timeout', 'timeout']);
    const started = performance.now();
    expect(await hang()).toMatchObject({
      outcome: 'refused',
      message: expect.stringContaining('2 times in a row'),
    });
    expect(performance.now() - started).toBeLessThan(150);
    // One dead machine never slows another.
    expect(await on.one('Get-Thing', { Name: ['x'] })).toMatchObject({ outcome: 'answered' });
    await eventually('a new try', async () => {
      const answer = await on.one('Get-Thing', { Name: ['x'] }, { target: 'gw1' });
      return answer.outcome === 'answered';
    });
    expect(await on.one('Get-Thing', { Name: ['x'] }, { target: 'gw1' })).toMatchObject({
      outcome: 'answered',
    });
  });

  it('cmdlets that fail are no reason to leave a machine alone', async () => {
    const on = open(executable, { caps: { breakAfter: 2 } });
    for (let i = 0; i < 4; i++) expect((await on.one('Stop-Everything')).outcome).toBe('answered');
  });

  it('no process is left behind, nor what it started', async () => {
    const on = open(executable);
    const { pid } = await on.shells.ready('change');
    const [child] = await on.output('Start-Child', { Seconds: 60 });
    expect(await isThere(Number(child))).toBe(true);
    const work = on.one('Wait-Hard', { Ms: 5000 });
    await later(200);
    await on.shells.close();
    await work;
    expect(await isThere(pid)).toBe(false);
    expect(await isThere(Number(child))).toBe(false);
  });
});

describe('Without PowerShell', () => {
  it('says what is missing and what to do, again and again, and sends nothing', async () => {
    const on = rig('/nowhere/pwsh');
    const message = expect.stringContaining(
      'PowerShell was not found at "/nowhere/pwsh"',
    ) as string;
    await expect(on.shells.ready('change')).rejects.toMatchObject({
      name: 'UnavailableError',
      message,
    });
    expect(await on.one('Get-Thing')).toMatchObject({ outcome: 'refused', message });
    await on.shells.close();
  });

  it('says so when it is not PowerShell that starts', async () => {
    const on = rig(process.execPath, { caps: { startTimeoutMs: 2000 } });
    await expect(on.shells.ready('change')).rejects.toThrow('did not start');
    await on.shells.close();
  });

  it('is told at once which target is not well described', () => {
    expect(() =>
      rig('pwsh', { targets: { gw1: { kind: 'ssh', host: 'gw1' }, gw2: { kind: 'telnet' } } }),
    ).toThrow(/Target gw1: [\s\S]*keyFile[\s\S]*Target gw2: /);
  });

  it('refuses what it does not know without starting anything', async () => {
    const on = rig('/nowhere/pwsh');
    const batch = [
      { target: 'gw9', commands: thing },
      { target: 'gw0', commands: [{ cmdlet: 'Invoke-Expression', parameters: { Command: '1' } }] },
      { target: 'gw1', commands: [...thing, { cmdlet: 'Remove-NetNat', parameters: {} }] },
      { target: 'gw2', commands: [] },
      { target: 'gw2', commands: thing },
    ];
    const outcomes = (await on.shells.run(batch, { timeoutMs: 1000, purpose: 'read' })).map(
      (answer) => `${answer.target} ${answer.outcome}`,
    );
    expect(outcomes).toEqual([
      'gw9 refused',
      'gw0 refused',
      'gw1 refused',
      'gw2 answered',
      'gw2 refused',
    ]);
    expect(fixtureCmdlets).toContain('Get-Thing');
    await on.shells.close();
  });
});

/** As the bot means it: an entry that only waits to be collected by process 1 runs nothing. */
const isThere = async (pid: number) => (await startTimeOf(pid)) !== undefined;
