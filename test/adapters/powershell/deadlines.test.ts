import { existsSync } from 'node:fs';
import { whereIs } from '../../../scripts/setup/where-is.cjs';
import { closeRigs, eventually, type Rig, rig, temporaryFile } from './fixture';

const executable = whereIs('powershell');
afterAll(closeRigs);

describe('Deadlines and endings', () => {
  let on: Rig;
  beforeAll(async () => {
    on = rig(executable, {
      count: 55,
      caps: { objects: 20_000, answerBytes: 2_000_000, breakAfter: 99 },
    });
    // The first call pays for the start.
    await on.result('Get-Thing', { Name: ['x'] });
  });
  afterAll(() => on.shells.close());

  const thing = [{ cmdlet: 'Get-Thing', parameters: { Name: ['x'] } }];
  // A deadline that the opening of a session used up would prove nothing about the cmdlet.
  beforeEach(async () => {
    const batch = ['gw0', 'gw1', 'gw2'].map((target) => ({ target, commands: thing }));
    await on.shells.run(batch, { timeoutMs: 15_000, purpose: 'change' });
  });
  const pid = async () => (await on.shells.ready('change')).pid;

  it.each(['Wait-Softly', 'Wait-Hard'])(
    'a hanging cmdlet (%s) is a timeout, and the others are not touched',
    async (cmdlet) => {
      const started = performance.now();
      const answers = await on.shells.run(
        [
          { target: 'gw0', commands: thing },
          { target: 'gw1', commands: [...thing, { cmdlet, parameters: { Ms: 30_000 } }, ...thing] },
          { target: 'gw2', commands: thing },
        ],
        { timeoutMs: 1000, purpose: 'change' },
      );
      expect(performance.now() - started).toBeLessThan(6000);
      expect(answers).toMatchObject([
        { target: 'gw0', outcome: 'answered' },
        // What was done before it hung is known.
        { target: 'gw1', outcome: 'timeout', results: [{ output: [{ Name: 'x' }] }] },
        { target: 'gw2', outcome: 'answered' },
      ]);
    },
  );

  it('a cmdlet that can be stopped costs its session, not the process', async () => {
    const before = await pid();
    const file = temporaryFile('late');
    const answer = await on.one('Wait-Softly', { Ms: 4000, File: file }, { timeoutMs: 1000 });
    expect(answer.outcome).toBe('timeout');
    expect(await pid()).toBe(before);
    expect(await on.output('Get-Thing', { Name: ['x'] })).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 3700));
    expect(existsSync(file)).toBe(false);
  });

  it('a cmdlet that cannot be stopped ends with its process, before its work is done', async () => {
    const before = await pid();
    const file = temporaryFile('late');
    const answer = await on.one('Wait-Hard', { Ms: 4000, File: file }, { timeoutMs: 1000 });
    expect(answer.outcome).toBe('timeout');
    expect(await pid()).not.toBe(before);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(existsSync(file)).toBe(false);
    expect(await on.output('Get-Thing', { Name: ['x'] })).toHaveLength(1);
  });

  it('cancelled at work, it is ended, and nobody says it succeeded', async () => {
    const file = temporaryFile('late');
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 200);
    const started = performance.now();
    const answer = await on.one('Wait-Hard', { Ms: 5000, File: file }, { signal: cancel.signal });
    expect(answer).toMatchObject({
      outcome: 'died',
      message: expect.stringContaining('cancelled'),
    });
    expect(performance.now() - started).toBeLessThan(3000);
    expect(await on.output('Get-Thing', { Name: ['x'] })).toHaveLength(1);
    expect(existsSync(file)).toBe(false);
  });

  it('whoever waits for the process longer than the time allows is refused, not sent late', async () => {
    const file = temporaryFile('late');
    const first = on.one('Wait-Softly', { Ms: 1500 });
    const second = await on.one('Add-Line', { File: file, Line: 'x' }, { timeoutMs: 300 });
    expect(second).toMatchObject({ outcome: 'refused', message: expect.stringContaining('busy') });
    expect((await first).outcome).toBe('answered');
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    ['kills itself', 'Exit-Process', {}],
    ['is killed', 'Wait-Hard', { Ms: 5000 }],
  ] as const)(
    'a process that %s in a call has died, and the next call has another',
    async (how, cmdlet, parameters) => {
      const before = await pid();
      const call = on.one(cmdlet, parameters);
      if (how === 'is killed') setTimeout(() => process.kill(before, 'SIGKILL'), 300);
      expect(await call).toMatchObject({ outcome: 'died', results: [] });
      expect(await on.output('Get-Thing', { Name: ['x'] })).toHaveLength(1);
      expect(await pid()).not.toBe(before);
    },
  );

  it('a process killed while idle is noticed, and replaced', async () => {
    const before = await pid();
    process.kill(before, 'SIGKILL');
    await eventually('a new process', async () => (await pid()) !== before);
    expect(await on.output('Get-Thing', { Name: ['x'] })).toHaveLength(1);
  });

  it('too many objects are stopped, too many bytes thrown away, and the others keep their answers', async () => {
    for (const parameters of [{ Count: 50_000_000 }, { Count: 15_000, Size: 300 }]) {
      const answers = await on.shells.run(
        [
          { target: 'gw0', commands: [{ cmdlet: 'Get-Many', parameters }] },
          { target: 'gw1', commands: thing },
        ],
        { timeoutMs: 15_000, purpose: 'change' },
      );
      expect(answers).toMatchObject([{ outcome: 'died', results: [] }, { outcome: 'answered' }]);
      expect(answers[0]).toMatchObject({ message: expect.stringMatching(/objects|bytes/) });
    }
  });

  it('a flood on standard output ends the process, not Node', async () => {
    expect(await on.one('Write-Flood', { Bytes: 1_000_000 })).toMatchObject({
      outcome: 'answered',
    });
    expect(await on.one('Write-Flood', { Bytes: 50_000_000 })).toMatchObject({
      outcome: 'died',
      message: expect.stringContaining('printed more than'),
    });
    expect(await on.output('Get-Thing', { Name: ['x'] })).toHaveLength(1);
  });

  it('fifty-five targets in one batch, in one process, each has its own answer', async () => {
    const names = Array.from({ length: 55 }, (_, i) => `gw${i}`);
    const many = [{ cmdlet: 'Get-Many', parameters: { Count: 50 } }, ...thing];
    const answers = await on.shells.run(
      names.map((target) => ({ target, commands: many })),
      { timeoutMs: 19_000, purpose: 'change' },
    );
    expect(answers.map(({ target }) => target)).toEqual(names);
    for (const [i, answer] of answers.entries()) {
      expect(answer).toMatchObject({
        outcome: 'answered',
        results: [{}, { output: [{ Tag: `gw${i}` }] }],
      });
      expect(answer.results[0]?.output).toHaveLength(50);
    }
  });
});
