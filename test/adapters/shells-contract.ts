import type { BatchOptions, Command, GatewayShells, ShellIdentity } from '../../src/ports/shells';

/** Shells under test, over machines that are as harmless as they are obedient. */
export interface ShellsUnderTest {
  shells: GatewayShells;
  /** Two machines that answer, and one to which no session can be opened. */
  machines: { one: string; other: string; unreachable: string };
  commands: {
    /** Reads; its output says that word. */
    say(word: string): Command;
    /** Ends with an error of its own. */
    fail: Command;
    /** Would answer in many seconds only. */
    wait: Command;
  };
  /** The process goes, whatever it is at. */
  kill(shell: ShellIdentity): Promise<void>;
}

/** What every gateway shells do, whatever is behind. */
export function shellsContract(make: () => ShellsUnderTest): void {
  let under: ShellsUnderTest;
  beforeAll(() => {
    under = make();
  });
  afterAll(() => under.shells.close());

  const ample: BatchOptions = { timeoutMs: 15_000, purpose: 'change' };
  const say = (target: string, ...words: string[]) => ({
    target,
    commands: words.map((word) => under.commands.say(word)),
  });
  const said = (target: string, ...words: string[]) => ({
    target,
    outcome: 'answered',
    results: words.map((word) => ({ output: [{ Name: word }], errors: [] })),
  });
  const waiting = (target: string) => ({
    target,
    commands: [under.commands.say('before'), under.commands.wait, under.commands.say('after')],
  });
  const unsent = (target: string, outcome: 'refused' | 'unreachable') => ({
    target,
    outcome,
    message: expect.stringMatching(/./),
    results: [],
  });

  test('every target is answered in the order of the batch, and each command in its own', async () => {
    const { shells, machines } = under;
    const batch = [say(machines.other, 'a', 'b'), say(machines.one, 'c')];
    expect(await shells.run(batch, ample)).toMatchObject([
      said(machines.other, 'a', 'b'),
      said(machines.one, 'c'),
    ]);
  });

  test('what is not known, twice in a batch or out of reach costs nobody else the answer', async () => {
    const { shells, machines } = under;
    const batch = [
      say('nowhere', 'a'),
      say(machines.unreachable, 'b'),
      say(machines.one, 'c'),
      say(machines.one, 'd'),
    ];
    expect(await shells.run(batch, ample)).toMatchObject([
      unsent('nowhere', 'refused'),
      unsent(machines.unreachable, 'unreachable'),
      said(machines.one, 'c'),
      unsent(machines.one, 'refused'),
    ]);
  });

  test('nothing to ask is answered with nothing', async () => {
    const { shells, machines } = under;
    expect(await shells.run([], ample)).toEqual([]);
    expect(await shells.run([say(machines.one)], ample)).toMatchObject([said(machines.one)]);
  });

  test('a cmdlet that fails has answered, and the commands behind it are not run', async () => {
    const { shells, machines, commands } = under;
    const batch = { target: machines.one, commands: [commands.say('a'), commands.fail] };
    batch.commands.push(commands.say('b'));
    const [answer] = await shells.run([batch], ample);
    expect(answer?.outcome).toBe('answered');
    expect(answer?.results).toMatchObject([
      { output: [{ Name: 'a' }], errors: [] },
      { errors: [{ errorId: expect.stringMatching(/./), terminating: true }] },
    ]);
  });

  test('who gives no answer in time has timed out after what was done before, and the others answer', async () => {
    const { shells, machines } = under;
    await shells.run([say(machines.one, 'a'), say(machines.other, 'b')], ample);
    const began = performance.now();
    const batch = [waiting(machines.one), say(machines.other, 'c')];
    expect(await shells.run(batch, { ...ample, timeoutMs: 1_000 })).toMatchObject([
      { target: machines.one, outcome: 'timeout', results: [{ output: [{ Name: 'before' }] }] },
      said(machines.other, 'c'),
    ]);
    expect(performance.now() - began).toBeLessThan(6_000);
    expect(await shells.run([say(machines.one, 'd')], ample)).toMatchObject([
      said(machines.one, 'd'),
    ]);
  });

  test('ready names the process that runs what is meant for it, another for readings', async () => {
    const { shells, machines } = under;
    const shell = await shells.ready('change');
    const run = await shells.run([say(machines.one, 'a')], { ...ample, on: shell });
    expect(run).toMatchObject([said(machines.one, 'a')]);
    expect(await shells.ready('change')).toEqual(shell);
    expect(await shells.ready('read')).not.toEqual(shell);
  });

  test('what is meant for a process that is gone, or that was another, is refused', async () => {
    const { shells, machines, kill } = under;
    const shell = await shells.ready('change');
    const runOn = (on: ShellIdentity) => shells.run([say(machines.one, 'a')], { ...ample, on });
    const refused = [
      { ...unsent(machines.one, 'refused'), message: expect.stringContaining('is gone') },
    ];
    expect(await runOn({ ...shell, startedAt: shell.startedAt + 60_000 })).toMatchObject(refused);
    expect(await runOn(await shells.ready('read'))).toMatchObject(refused);
    await kill(shell);
    let [answer] = await runOn(shell);
    // Whoever is quick may be told that it has died: its end is heard of a moment later.
    for (let i = 0; i < 100 && answer?.outcome === 'died'; i++) [answer] = await runOn(shell);
    expect([answer]).toMatchObject(refused);
    expect(await shells.ready('change')).not.toEqual(shell);
    expect(await runOn(shell)).toMatchObject(refused);
  });

  test('what is at work when its process goes has died, and the next call has another', async () => {
    const { shells, machines, kill, commands } = under;
    const shell = await shells.ready('change');
    const work = shells.run([{ target: machines.one, commands: [commands.wait] }], ample);
    await sent();
    await kill(shell);
    expect(await work).toMatchObject([{ outcome: 'died', results: [] }]);
    const next = await shells.run([say(machines.one, 'a')], ample);
    expect(next).toMatchObject([said(machines.one, 'a')]);
    expect(await shells.ready('change')).not.toEqual(shell);
  });

  test('cancelled before it was sent it is refused, cancelled at work it has died', async () => {
    const { shells, machines, commands } = under;
    const cancelled = { ...ample, signal: AbortSignal.abort() };
    expect(await shells.run([say(machines.one, 'a')], cancelled)).toMatchObject([
      { ...unsent(machines.one, 'refused'), message: 'It was cancelled before it was sent.' },
    ]);
    await shells.run([say(machines.one, 'a')], ample);
    const cancel = new AbortController();
    const work = shells.run([{ target: machines.one, commands: [commands.wait] }], {
      ...ample,
      signal: cancel.signal,
    });
    await sent();
    cancel.abort();
    expect(await work).toMatchObject([{ outcome: 'died' }]);
  });

  test('after closing everything is refused, and what was at work has died', async () => {
    const { shells, machines, commands } = make();
    await shells.run([say(machines.one, 'a')], ample);
    const work = shells.run([{ target: machines.one, commands: [commands.wait] }], ample);
    await sent();
    await shells.close();
    expect(await work).toMatchObject([{ outcome: 'died', results: [] }]);
    expect(await shells.run([say(machines.one, 'b')], ample)).toMatchObject([
      unsent(machines.one, 'refused'),
    ]);
    await expect(shells.ready('change')).rejects.toThrow('stopping');
  });
}

/** Time to hand a command over. */
const sent = () => new Promise((resolve) => setTimeout(resolve, 250));
