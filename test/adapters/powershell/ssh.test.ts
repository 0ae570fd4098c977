import { type AddressInfo, createServer } from 'node:net';
import { whereIs } from '../../../scripts/setup/where-is.cjs';
import { closeRigs, fixtureModule, type Rig, rig } from './fixture';
import type { SshServer } from '../../../src/sandbox/remote/ssh-server';
import { startSshd } from './sshd';

const executable = whereIs('powershell');
afterAll(closeRigs);

describe('Over real SSH', () => {
  let gateway: SshServer | undefined;
  let on: Rig;
  beforeAll(async () => {
    gateway = await startSshd();
    const { port, user, keyFile, knownHosts } = gateway;
    const ssh = { kind: 'ssh', host: '127.0.0.1', port, user, keyFile, knownHosts };
    on = rig(executable, {
      targets: {
        plain: { ...ssh, subsystem: 'plain' },
        jea: { ...ssh, subsystem: 'jea' },
        stranger: { ...ssh, subsystem: 'plain', knownHosts: '/dev/null' },
        closed: { ...ssh, port: 1 },
      },
      alsoAllow: [
        ...[
          'Show-Bound',
          'Get-Thing',
          'Get-Kinds',
          'Write-Problems',
          'Stop-Everything',
          'Test-Confirm',
        ],
        ...['Wait-Softly', 'Set-Key', 'Get-Many', 'Get-Process', 'Exit-Early'],
      ],
    });
    // As a step does: what a loaded machine takes to open a session is not taken from the first cmdlet's time.
    for (const target of ['plain', 'jea']) {
      await on.shells.ready('change', { target, timeoutMs: 60_000 });
    }
  }, 180_000);
  afterAll(async () => {
    await on?.shells.close();
    await gateway?.stop();
  });

  const hostile = '日本語 😀 \0 \n _x0041_ “q” $(1+1) ` \' "';

  it('binds text as text and gives back what a local session would', async () => {
    const answer = await on.one(
      'Show-Bound',
      { Text: hostile, Day: 'Friday', Span: '00:05:00' },
      { target: 'plain' },
    );
    expect(answer).toMatchObject({ outcome: 'answered', results: [{ errors: [] }] });
    expect(answer.results[0]?.output).toEqual([
      {
        Text: { Type: 'String', Value: hostile },
        Day: { Type: 'DayOfWeek', Value: { text: 'Friday', number: 5 } },
        Span: { Type: 'TimeSpan', Value: 'PT5M' },
      },
    ]);
    const kinds = await on.one('Get-Kinds', {}, { target: 'plain' });
    expect(kinds.results[0]?.output).toMatchObject([
      {
        Day: { text: 'Friday', number: 5 },
        Huge: 18446744073709551615n,
        One: [1],
        Address: '10.0.0.1',
        Version: '1.2.3',
      },
    ]);
  });

  it('works on an endpoint that refuses script, where a wrong value and a wrong cmdlet are refused', async () => {
    const good = await on.one('Show-Bound', { Text: 'contoso hq' }, { target: 'jea' });
    expect(good.results[0]).toMatchObject({
      errors: [],
      output: [{ Text: { Value: 'contoso hq' } }],
    });
    const wrong = await on.one('Show-Bound', { Text: 'x; exit' }, { target: 'jea' });
    expect(wrong.results[0]?.errors).toMatchObject([
      { terminating: true, errorId: expect.stringContaining('Show-Bound') },
    ]);
    const other = await on.one('Get-Process', {}, { target: 'jea' });
    expect(other.results[0]?.errors).toMatchObject([{ errorId: 'CommandNotFoundException' }]);
  });

  it.each(['plain', 'jea'])(
    'tells errors, warnings and questions on %s as a local session does',
    async (target) => {
      const problems = await on.one('Write-Problems', {}, { target });
      expect(problems.results[0]).toMatchObject({
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
      });
      const stopped = await on.one('Stop-Everything', {}, { target });
      expect(stopped.results[0]?.errors).toMatchObject([
        { errorId: 'AllOver,Stop-Everything', terminating: true },
      ]);
      const started = performance.now();
      const asked = await on.one('Test-Confirm', { File: '/nowhere/file' }, { target });
      expect(asked.results[0]?.errors).not.toEqual([]);
      expect(performance.now() - started).toBeLessThan(5000);
    },
  );

  it('keeps the deadline; the session is given up, and the process with its other sessions stays', async () => {
    for (const target of ['jea', 'plain']) await on.one('Get-Thing', { Name: ['x'] }, { target });
    const { pid } = await on.shells.ready('change');
    const late = await on.one('Wait-Softly', { Ms: 20_000 }, { target: 'plain', timeoutMs: 800 });
    expect(late.outcome).toBe('timeout');
    expect((await on.shells.ready('change')).pid).toBe(pid);
    const started = performance.now();
    expect(await on.one('Get-Thing', { Name: ['x'] }, { target: 'jea' })).toMatchObject({
      outcome: 'answered',
    });
    expect(performance.now() - started).toBeLessThan(900);
    expect(await on.one('Get-Thing', { Name: ['x'] }, { target: 'plain' })).toMatchObject({
      outcome: 'answered',
    });
  });

  it('a network that drops under a cmdlet is no success, and the next call opens a new session', async () => {
    await on.one('Get-Thing', { Name: ['x'] }, { target: 'plain' });
    setTimeout(() => void gateway?.cut(), 400);
    const lost = await on.one('Wait-Softly', { Ms: 8000 }, { target: 'plain', timeoutMs: 10_000 });
    expect(lost.outcome).toBe('died');
    expect(await on.one('Get-Thing', { Name: ['x'] }, { target: 'plain' })).toMatchObject({
      outcome: 'answered',
    });
  });

  it('a session lost while idle is opened again', async () => {
    await on.one('Get-Thing', { Name: ['x'] }, { target: 'jea' });
    await gateway?.cut();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const answer = await on.one('Get-Thing', { Name: ['x'] }, { target: 'jea' });
    expect(answer).toMatchObject({ outcome: 'answered', results: [{ errors: [] }] });
  });

  it('a secret is taken out of what the gateway says', async () => {
    const key = await on.vault.seal('hunter2', 'a key', 60_000);
    const answer = await on.one(
      'Set-Key',
      { Name: 'hq', SharedSecret: key, Fail: true },
      { target: 'jea' },
    );
    expect(answer.results[0]?.errors).toMatchObject([{ message: 'cannot use key ••• for hq' }]);
  });

  it('a host with an unknown key, and one that is not there, are unreachable, without a question', async () => {
    for (const target of ['stranger', 'closed']) {
      const answer = await on.one('Get-Thing', { Name: ['x'] }, { target, timeoutMs: 12_000 });
      expect(answer).toMatchObject({ target, outcome: 'unreachable', results: [] });
    }
  });

  it('a host that accepts and says nothing is unreachable at the deadline, and the others answer', async () => {
    // Reads what is said, or it would never see that the other end has gone.
    const silent = createServer((socket) => socket.resume()).unref();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const deaf = { kind: 'ssh', host: '127.0.0.1', port, user: 'x', keyFile: '/dev/null' };
    const local = { kind: 'local', simulator: { module: fixtureModule, arguments: [] } };
    const other = rig(executable, { targets: { deaf, local } });
    const commands = [{ cmdlet: 'Get-Thing', parameters: { Name: ['x'] } }];
    await other.shells.ready('read');
    const started = performance.now();
    const answers = await other.shells.run(
      [
        { target: 'deaf', commands },
        { target: 'local', commands },
      ],
      { timeoutMs: 2000, purpose: 'read' },
    );
    expect(performance.now() - started).toBeLessThan(5000);
    expect(answers).toMatchObject([
      { outcome: 'unreachable', message: expect.stringContaining('in time') },
      { outcome: 'answered' },
    ]);
    await other.shells.close();
    silent.close();
  });

  it('`exit` on the far side is never success', async () => {
    const answer = await on.one('Exit-Early', {}, { target: 'plain' });
    expect(answer.outcome).not.toBe('answered');
  });

  it('brings ten thousand objects', async () => {
    const answer = await on.one(
      'Get-Many',
      { Count: 10_000 },
      { target: 'plain', timeoutMs: 19_000 },
    );
    expect(answer.results[0]?.output).toHaveLength(10_000);
  });
});
