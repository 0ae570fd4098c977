import type { ProcessTable, ShellIdentity } from '../../src/ports/shells';

/** A process table, and a way to have something in it. */
export interface TableUnderTest {
  table: ProcessTable;
  /** A process of that host, which runs until it is ended. */
  start(): Promise<ShellIdentity>;
}

/** What every process table proves, whatever is behind. */
export function processTableContract(make: () => TableUnderTest): void {
  test('a process is alive until it is ended, and ending it again does no harm', async () => {
    const { table, start } = make();
    const shell = await start();
    expect(shell.host).toBe(table.host);
    expect(await table.isAlive(shell)).toBe(true);
    await table.end(shell);
    expect(await table.isAlive(shell)).toBe(false);
    await table.end(shell);
    expect(await table.isAlive(shell)).toBe(false);
  });

  test('another process with the same pid is another, and is left alone', async () => {
    const { table, start } = make();
    const shell = await start();
    const before = { ...shell, startedAt: shell.startedAt - 86_400_000 };
    expect(await table.isAlive(before)).toBe(false);
    await table.end(before);
    expect(await table.isAlive(shell)).toBe(true);
    await table.end(shell);
  });

  test('of two processes the one that was named is ended', async () => {
    const { table, start } = make();
    const [one, other] = [await start(), await start()];
    await table.end(one);
    expect(await table.isAlive(one)).toBe(false);
    expect(await table.isAlive(other)).toBe(true);
    await table.end(other);
  });

  test('nothing can be proven about a process of another machine', async () => {
    const { table, start } = make();
    const shell = await start();
    const elsewhere = { ...shell, host: 'elsewhere' };
    await expect(table.isAlive(elsewhere)).rejects.toThrow('runs on elsewhere');
    await expect(table.end(elsewhere)).rejects.toThrow('runs on elsewhere');
    expect(await table.isAlive(shell)).toBe(true);
    await table.end(shell);
  });
}
