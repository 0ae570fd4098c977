import { whereIs } from '../../../scripts/setup/where-is.cjs';
import { openSecrets } from '../../../src/adapters/powershell/secrets';
import { scrub } from '../../../src/adapters/powershell/scrub';
import { memoryVault } from '../../fakes/memory-vault';
import { closeRigs, type Rig, rig } from './fixture';

const executable = whereIs('powershell');
afterAll(closeRigs);

const SECRET = 'hunter2 "$(1+1)" ✓ <&>';
const minute = 60_000;

describe('Secrets', () => {
  let on: Rig;
  beforeEach(() => {
    on = rig(executable);
  });
  afterEach(() => on.shells.close());

  it('reach the cmdlet whole, and come back from nowhere', async () => {
    const key = await on.vault.seal(SECRET, 'a key', minute);
    const [said] = await on.output('Set-Key', { Name: 'hq', SharedSecret: key });
    expect(said).toEqual({ Name: 'hq', Length: SECRET.length, Key: '•••' });
  });

  it('are in no error, warning or log, however the call ends', async () => {
    const key = await on.vault.seal(SECRET, 'a key', minute);
    const failed = await on.one('Set-Key', { Name: 'hq', SharedSecret: key, Fail: true });
    expect(failed.results[0]?.errors).toMatchObject([{ message: 'cannot use key ••• for hq' }]);
    const wrong = await on.one('Show-Bound', { Whole: key });
    expect(wrong.results[0]?.errors).toMatchObject([{ message: expect.stringContaining('•••') }]);
    const died = await on.one('Say-AndDie', { Text: key });
    expect(died).toMatchObject({
      outcome: 'died',
      message: 'The PowerShell process ended without an answer.',
    });
    expect(await on.one('Say-AndDie', { Text: 'last words' })).toMatchObject({
      message: expect.stringContaining('last words'),
    });
    const late = await on.one('Stop-Everything', { Secret: key }, { timeoutMs: 1 });
    const all = JSON.stringify([failed, wrong, died, late, on.log]);
    expect(all).not.toContain('hunter2');
    expect(all).not.toContain(Buffer.from('hunter2').toString('base64').slice(0, 8));
  });

  it('are in neither the command line nor the environment of the process', async () => {
    const key = await on.vault.seal(SECRET, 'a key', minute);
    await on.result('Set-Key', { Name: 'hq', SharedSecret: key });
    const shown = await on.output('Show-Process');
    expect(shown).toContain('dumb');
    expect(JSON.stringify(shown)).not.toContain('hunter2');
  });

  it('that have ended are refused with a sentence, and nothing is sent', async () => {
    const key = await on.vault.seal(SECRET, 'a key', minute);
    await on.vault.drop(key);
    expect(await on.one('Set-Key', { Name: 'hq', SharedSecret: key })).toMatchObject({
      outcome: 'refused',
      message: expect.stringMatching(/secret for -SharedSecret of Set-Key has ended/),
      results: [],
    });
  });

  it('of one target stay out of the answers of the others', async () => {
    const key = await on.vault.seal('swordfish', 'a key', minute);
    const answers = await on.shells.run(
      [
        {
          target: 'gw0',
          commands: [{ cmdlet: 'Set-Key', parameters: { Name: 'a', SharedSecret: key } }],
        },
        { target: 'gw1', commands: [{ cmdlet: 'Get-Thing', parameters: { Name: ['swordfish'] } }] },
      ],
      { timeoutMs: 15_000, purpose: 'change' },
    );
    expect(JSON.stringify(answers)).not.toContain('swordfish');
  });
});

describe('Opening secrets', () => {
  it('finds them wherever a value may stand', async () => {
    const vault = memoryVault(Date.now);
    const [a, b] = [await vault.seal('A', 'a key', minute), await vault.seal('B', 'a key', minute)];
    const parameters = {
      Plain: 'x',
      List: ['y', a],
      Table: { Key: { ...b, origin: 'made' as const }, Other: 1 },
    };
    expect(await openSecrets(vault, [{ cmdlet: 'Set-X', parameters }])).toEqual({
      opened: true,
      commands: [
        {
          cmdlet: 'Set-X',
          parameters: { Plain: 'x', List: ['y', 'A'], Table: { Key: 'B', Other: 1 } },
        },
      ],
      values: ['A', 'B'],
    });
  });

  it('does not take a table for a secret because it has such a key', async () => {
    const parameters = { Table: { secret: 's0', other: 1 } };
    expect(
      await openSecrets(memoryVault(Date.now), [{ cmdlet: 'Set-X', parameters }]),
    ).toMatchObject({
      opened: true,
      values: [],
    });
  });

  it('happens as late as possible: not for what is refused, nor while waiting', async () => {
    const vault = memoryVault(Date.now);
    const opened: string[] = [];
    const watched: typeof vault = {
      ...vault,
      open: (ref) => {
        opened.push(ref.secret);
        return vault.open(ref);
      },
    };
    const key = await vault.seal('x', 'a key', minute);
    const on = rig('/nowhere/pwsh', { vault: watched });
    await on.one('Remove-NetNat', { Name: '*', Password: key });
    await on.one('Set-Key', { SharedSecret: key });
    await on.one('Set-Key', { SharedSecret: key }, { signal: AbortSignal.abort() });
    await on.shells.close();
    expect(opened).toEqual([]);
  });
});

describe('Scrubbing', () => {
  it('takes the longest first, everywhere but in names, and leaves other data as it is', () => {
    const said = { a: ['key abc, abcdef', 1, null, true], abc: { b: 'xabcx' } };
    expect(scrub(said, ['abc', 'abcdef', ''])).toEqual({
      a: ['key •••, •••', 1, null, true],
      abc: { b: 'x•••x' },
    });
    expect(scrub(said, [])).toBe(said);
  });
});
