import type { ParameterValue } from '../../../approvals/plan';
import { READING_FUNCTION } from '../../../src/adapters/powershell/far-side';
import type { CommandResult, TargetAnswer } from '../../../src/ports/shells';
import type { SshServer } from '../../../src/sandbox/remote/ssh-server';
import { whereIs } from '../../../scripts/setup/where-is.cjs';
import { fixtureCmdlets, type Rig, rig } from './fixture';
import { startSshd } from './sshd';

type Reading = [cmdlet: string, parameters?: Record<string, ParameterValue>];

const executable = whereIs('powershell');

describe('Readings over SSH', () => {
  let gateway: SshServer;
  let on: Rig;
  beforeAll(async () => {
    gateway = await startSshd();
    const { port, user, keyFile, knownHosts } = gateway;
    const ssh = { kind: 'ssh', host: '127.0.0.1', port, user, keyFile, knownHosts };
    on = rig(executable, {
      targets: Object.fromEntries(
        ['plain', 'jea', 'bare'].map((name) => [name, { ...ssh, subsystem: name }]),
      ),
      alsoAllow: [...fixtureCmdlets, 'Get-Process', READING_FUNCTION],
      caps: { objects: 20_000, answerBytes: 8 * 1024 * 1024 },
    });
    await on.shells.run(
      ['plain', 'jea', 'bare'].map((target) => ({
        target,
        commands: commandsOf([['Get-Origin']]),
      })),
      { timeoutMs: 60_000, purpose: 'change' },
    );
  }, 90_000);
  afterAll(async () => {
    await on?.shells.close();
    await gateway?.stop();
  });

  function commandsOf(readings: readonly Reading[]) {
    return readings.map(([cmdlet, parameters = {}]) => ({ cmdlet, parameters }));
  }

  async function read(target: string, readings: readonly Reading[]): Promise<TargetAnswer> {
    const [answer] = await on.shells.run([{ target, commands: commandsOf(readings) }], {
      timeoutMs: 19_000,
      purpose: 'change',
    });
    if (!answer) throw new Error('No answer at all.');
    return answer;
  }

  const untimed = ({ results }: TargetAnswer) =>
    results.map(({ output, errors, warnings }: CommandResult) => ({ output, errors, warnings }));

  it('go through the role function, or are given it, or go one by one where neither is allowed', async () => {
    const origin = async (target: string) =>
      untimed(await read(target, [['Get-Origin']]))[0]?.output;
    expect(await origin('jea')).toEqual(['Internal']);
    expect(await origin('plain')).toEqual(['Internal']);
    expect(await origin('bare')).toEqual(['Runspace']);
  });

  it.each<Reading>([
    ['Get-Kinds'],
    ['Get-Nested'],
    ['Get-Nothings'],
    ['Get-Many', { Count: 3, Size: 4 }],
    ['Get-Trouble'],
    ['Get-Trouble', { Ends: true }],
    ['Get-Thing', { Name: [] }],
    ['Get-Thing'],
    ['Get-Tagged', { Name: 'abc' }],
  ])('return the same values, errors and warnings on every way: %j %j', async (...one) => {
    const bare = untimed(await read('bare', [one]));
    expect(untimed(await read('jea', [one]))).toEqual(bare);
    expect(untimed(await read('plain', [one]))).toEqual(bare);
  });

  it('end with the one that ends the command, and what is behind it has no result', async () => {
    const asked: Reading[] = [
      ['Get-Many', { Count: 2 }],
      ['Get-Trouble', { Ends: true }],
      ['Get-Kinds'],
    ];
    const jea = await read('jea', asked);
    expect(jea.results).toHaveLength(2);
    expect(untimed(jea)).toEqual(untimed(await read('bare', asked)));
  });

  it.each<Reading>([
    ['Get-Tagged', { Name: 'X;1' }],
    ['Get-Tagged', { Name: 'abc', Count: 1 }],
    ['Get-Unlisted'],
    ['Get-Process'],
  ])(
    'are refused by the endpoint in its own words, with the function and without: %j %j',
    async (...one) => {
      const jea = untimed(await read('jea', [one]));
      expect(jea).toMatchObject([{ output: [], errors: [{ terminating: true }] }]);
      expect(jea).toEqual(untimed(await read('bare', [one])));
    },
  );

  /** The function itself, called as somebody would who has the bot's account and wants more than it may. */
  async function tempt(
    cmdlet: string,
    parameters: Record<string, ParameterValue>,
    first: Reading[] = [],
  ): Promise<CommandResult | undefined> {
    const all = [...first, [cmdlet, parameters] as const];
    const wish = {
      Cmdlets: all.map(([name]) => name),
      Parameters: all.map(([, values = {}]) => values),
      MaxObjects: 50,
      MaxBytes: 100_000,
    };
    return (await on.one(READING_FUNCTION, wish, { target: 'jea' })).results[0];
  }

  it.each<[cmdlet: string, parameters: Record<string, ParameterValue>, why: RegExp]>([
    ['Get-Process', {}, /not visible/],
    ['Invoke-Expression', { Command: '1' }, /not visible/],
    ['Add-Line', { File: '/nowhere/file', Line: 'x' }, /not visible/],
    ['Set-Key', { Name: 'x', SharedSecret: 'y' }, /not among the readings/],
    ['Get-Command', { Name: '*' }, /not among the readings/],
    ['Get-T*', { Name: ['x'] }, /not among the readings/],
    ['*', {}, /not among the readings/],
    ['gateway\\Get-Thing', { Name: ['x'] }, /not among the readings/],
    ['& Get-Thing', {}, /not among the readings/],
    ['Get-Thing -Name x; Get-Process', {}, /not among the readings/],
    [READING_FUNCTION, {}, /not among the readings/],
    ['Get-Thing', { Name: ['x'], OutVariable: 'readable' }, /not read with -OutVariable/],
    ['Get-Thing', { Name: ['x'], outvariable: 'readable' }, /not read with -outvariable/],
    ['Get-Thing', { Name: ['x'], ov: 'readable' }, /not read with -ov/],
    ['Get-Thing', { Nam: ['x'] }, /not read with -Nam/],
    ['Get-Thing', { Name: { Inner: 'x' } }, /more than text/],
    ['Get-Thing', { Name: [['x']] }, /more than text/],
    ['Get-Tagged', { Name: 'abc', Count: 1 }, /not read with -Count/],
  ])('the role function runs nothing for %j %j', async (cmdlet, parameters, why) => {
    const result = await tempt(cmdlet, parameters);
    expect(result?.output).toEqual([]);
    expect(result?.errors).toMatchObject([
      { terminating: true, message: expect.stringMatching(why) },
    ]);
  });

  it('the role function refuses all before it runs any', async () => {
    const result = await tempt('Get-Process', {}, [['Get-Thing', { Name: ['x'] }]]);
    expect(result).toMatchObject({ output: [], errors: [{ message: /not visible/ }] });
  });

  it("a parameter outside the role's pattern is refused inside the function as outside of it", async () => {
    const inside = await tempt('Get-Tagged', { Name: 'X;1' });
    const [text] = (inside?.output ?? []) as string[];
    expect(Buffer.from(text?.split(' ')[1] ?? '', 'base64').toString('utf8')).toContain(
      'ParameterArgumentValidationError',
    );
  });

  it.each(['jea', 'plain'])(
    'more objects or bytes than the caps are thrown away on %s',
    async (target) => {
      expect(await read(target, [['Get-Many', { Count: 20_001 }]])).toMatchObject({
        outcome: 'died',
        message: 'More than 20000 objects came back; it was stopped.',
      });
      expect(await read(target, [['Get-Many', { Count: 100, Size: 100_000 }]])).toMatchObject({
        outcome: 'died',
        message: 'The answer was larger than 8388608 bytes and was thrown away.',
      });
    },
  );

  it.each(['jea', 'plain'])('`exit` in a reading on %s is never success', async (target) => {
    expect(await read(target, [['Get-Exit']])).toMatchObject({ outcome: 'died' });
  });
});
