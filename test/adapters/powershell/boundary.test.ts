import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { whereIs } from '../../../scripts/setup/where-is.cjs';
import type { ParameterValue } from '../../../approvals/plan';
import type { PsValue } from '../../../src/ports/shells';
import { closeRigs, type Rig, rig, temporaryFile } from './fixture';

const executable = whereIs('powershell');
afterAll(closeRigs);

describe('What PowerShell binds and gives back', () => {
  let on: Rig;
  beforeAll(() => {
    on = rig(executable);
  });
  afterAll(() => on.shells.close());

  const bound = async (parameters: Record<string, ParameterValue>) => {
    const [answer] = await on.output('Show-Bound', parameters);
    return answer as Record<string, { Type: string; Value: PsValue }>;
  };

  const hostile = [
    '日本語 😀 \0 \n\r\t _x0041_ “q” $(1+1) ` \' "',
    '; Remove-Item -Recurse /',
    '$(throw 1)',
    "'); exit 5; ('",
    '-Force',
    '@{a=1}',
    '\u2018\u2019\u201c\u201d\u2013',
    '\ud83d',
    '',
    ' ',
  ];

  it.each(hostile)('text stays text: %j', async (text) => {
    // PowerShell's own binder takes an empty text in a mandatory list for missing, here it is optional.
    const { Text, Texts } = await bound({ Text: text, Texts: [text, 'x'] });
    expect(Text).toEqual({ Type: 'String', Value: text });
    expect(Texts).toEqual({ Type: 'String[]', Value: [text, 'x'] });
  });

  it('any text at all stays text', async () => {
    // What PowerShell's own serializer cannot say is another test.
    const unit = fc.integer({ min: 0, max: 0xfffd }).map((code) => String.fromCharCode(code));
    const texts = fc.sample(
      fc.oneof(
        fc.string(),
        fc.array(unit, { maxLength: 30 }).map((units) => units.join('')),
      ),
      400,
    );
    const { Texts } = await bound({ Texts: texts });
    expect(Texts?.Value).toEqual(texts);
  });

  it('a character that XML has not costs the answer of that target alone', async () => {
    const show = (Name: string) => [{ cmdlet: 'Get-Thing', parameters: { Name: [Name] } }];
    const answers = await on.shells.run(
      [
        { target: 'gw0', commands: show('x') },
        { target: 'gw1', commands: show('\ufffe') },
      ],
      { timeoutMs: 9000, purpose: 'change' },
    );
    expect(answers).toMatchObject([
      { outcome: 'answered', results: [{ output: [{ Name: 'x' }] }] },
      { outcome: 'died', message: expect.stringContaining('cannot be carried'), results: [] },
    ]);
    expect(await on.output('Get-Thing', { Name: ['x'] })).toHaveLength(1);
  });

  it('values become the types that the cmdlet wants', async () => {
    const values = await bound({
      Switch: true,
      Span: '00:05:00',
      Address: '10.0.0.1',
      Day: 'Friday',
      Table: { a: 1, b: ['x', { c: null }] },
      Truth: false,
      Whole: -7,
      Part: 0.5,
      Below: -0,
      Long: 2 ** 40,
      Any: null,
    });
    expect(values).toEqual({
      Switch: { Type: 'SwitchParameter', Value: { IsPresent: true } },
      Span: { Type: 'TimeSpan', Value: 'PT5M' },
      Address: { Type: 'IPAddress', Value: '10.0.0.1' },
      Day: { Type: 'DayOfWeek', Value: { text: 'Friday', number: 5 } },
      Table: { Type: 'Hashtable', Value: { a: 1, b: ['x', { c: null }] } },
      Truth: { Type: 'Boolean', Value: false },
      Whole: { Type: 'Int32', Value: -7 },
      Part: { Type: 'Double', Value: 0.5 },
      Below: { Type: 'Double', Value: -0 },
      Long: { Type: 'Int64', Value: 2 ** 40 },
      Any: { Type: 'null', Value: null },
    });
  });

  it('a list of one binds, and comes back, as a list of one', async () => {
    expect((await bound({ Texts: ['a'] }))['Texts']).toEqual({ Type: 'String[]', Value: ['a'] });
  });

  it('every type comes back as plain data', async () => {
    expect(await on.output('Get-Kinds')).toEqual([
      {
        Day: { text: 'Friday', number: 5 },
        Span: 'PT3S',
        When: '2024-01-02T03:04:05Z',
        Unsigned: 4294967295,
        Huge: 18446744073709551615n,
        Id: '6f9619ff-8b86-d011-b42d-00cf4fc964ff',
        One: [1],
        None: [],
        Nothing: null,
        Address: '10.0.0.1',
        Version: '1.2.3',
        Bytes: 'AQID',
        Letter: 'x',
        Link: 'http://a/',
        Not: Number.NaN,
        Exact: 1.5,
        Nested: { Inner: { Deep: [1, [2, 3]] } },
        Text: 'a\r\n\t_x0041_',
        Same: ['a', 'a'],
      },
    ]);
  });

  it.each([
    ['a wrong type', { Whole: 'many' }, 'ParameterArgumentTransformationError,Show-Bound'],
    ['a text for a date', { Span: 'soon' }, 'ParameterArgumentTransformationError,Show-Bound'],
    ['an unknown parameter', { Nothing: 1 }, 'NamedParameterNotFound,Show-Bound'],
    [
      'a value outside the set',
      { Change: 'Destroy' },
      'ParameterArgumentValidationError,Show-Bound',
    ],
  ] as [string, Record<string, ParameterValue>, string][])(
    '%s is an error at once',
    async (_, parameters, errorId) => {
      const { errors, output } = await on.result('Show-Bound', parameters);
      expect(output).toEqual([]);
      expect(errors).toMatchObject([{ errorId, category: expect.any(String), terminating: true }]);
    },
  );

  it('a missing mandatory parameter is an error at once, not a question', async () => {
    const { errors } = await on.result('Get-Thing');
    expect(errors).toMatchObject([
      { errorId: 'MissingMandatoryParameter,Get-Thing', terminating: true },
    ]);
  });

  it('a missing cmdlet is an error', async () => {
    const other = rig(executable, { alsoAllow: ['Get-Nothing'] });
    const { errors } = await other.result('Get-Nothing');
    await other.shells.close();
    expect(errors).toMatchObject([{ errorId: 'CommandNotFoundException', terminating: true }]);
  });

  it('finds no command in Windows, or anywhere, that the simulator lacks', async () => {
    // Present in every PowerShell, but in a module that would have to be found by name.
    const other = rig(executable, { alsoAllow: ['Get-Date'] });
    const { errors } = await other.result('Get-Date');
    await other.shells.close();
    expect(errors).toMatchObject([{ errorId: 'CommandNotFoundException' }]);
  });

  it.each([{ Continue: false }, { Continue: true }])(
    'a cmdlet that asks fails at once and does nothing: %p',
    async (how) => {
      const file = temporaryFile('asked');
      const started = performance.now();
      const { errors } = await on.result('Test-Confirm', { ...how, File: file });
      expect(errors).toMatchObject([{ errorId: 'HostException' }]);
      expect(performance.now() - started).toBeLessThan(5000);
      expect(existsSync(file)).toBe(false);
    },
  );

  it('a cmdlet whose question is answered beforehand does its work', async () => {
    const file = temporaryFile('asked');
    expect((await on.result('Test-Confirm', { Confirm: false, File: file })).errors).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe('done');
  });

  it('an error that does not end the cmdlet stands beside its output and warnings', async () => {
    expect(await on.result('Write-Problems')).toEqual({
      output: ['went on'],
      errors: [
        {
          errorId: 'HalfDone,Write-Problems',
          category: 'InvalidData',
          message: 'half of it',
          terminating: false,
        },
      ],
      warnings: ['careful'],
      durationMs: expect.any(Number),
    });
  });

  it('an error that ends a cmdlet ends the commands behind it too', async () => {
    const file = temporaryFile('lines');
    const add = (Line: string) => ({ cmdlet: 'Add-Line', parameters: { File: file, Line } });
    const stop = { cmdlet: 'Stop-Everything', parameters: {} };
    const [answer] = await on.shells.run(
      [{ target: 'gw0', commands: [add('1'), stop, add('2')] }],
      {
        timeoutMs: 9000,
        purpose: 'change',
      },
    );
    expect(answer).toMatchObject({ outcome: 'answered' });
    expect(answer?.results.map(({ errors }) => errors.map(({ errorId }) => errorId))).toEqual([
      [],
      ['AllOver,Stop-Everything'],
    ]);
    expect(readFileSync(file, 'utf8')).toBe('1\n');
  });

  it('commands of one target run in their order, and each has its own result', async () => {
    const commands = ['a', 'b', 'c'].map((name) => ({
      cmdlet: 'Get-Thing',
      parameters: { Name: [name] },
    }));
    const [answer] = await on.shells.run([{ target: 'gw1', commands }], {
      timeoutMs: 9000,
      purpose: 'change',
    });
    expect(answer?.results.map(({ output }) => output)).toEqual(
      ['a', 'b', 'c'].map((Name) => [{ Name, Length: 1, Tag: 'gw1' }]),
    );
  });

  it('what is printed on standard output or error, even in our own form, does no harm', async () => {
    expect(await on.output('Write-Noise')).toEqual([{ Quiet: false }]);
    expect(await on.output('Get-Thing', { Name: ['x'] })).toMatchObject([{ Name: 'x' }]);
  });

  it('`exit` inside a cmdlet is never success', async () => {
    const answer = await on.one('Exit-Early');
    expect(answer).toMatchObject({ outcome: 'died', message: expect.stringContaining('exit') });
    expect(await on.output('Get-Thing', { Name: ['x'] })).toMatchObject([{ Name: 'x' }]);
  });
});
