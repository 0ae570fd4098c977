import type { TakenEvents } from '../../src/ports/chat';

/**
 * What takes each event once, whatever is behind.
 * @param install a fresh installation: what it gives back opens it for one more process
 */
export function takenEventsContract(install: () => Promise<() => Promise<TakenEvents>>): void {
  const event = { id: 'Ev1', from: { chat: 'slack', id: 'U0ALICE' } } as const;

  it('an event is taken by one of many processes that ask at once', async () => {
    const open = await install();
    const all = await Promise.all(Array.from({ length: 8 }, open));
    const taken = await Promise.all(all.map((events) => events.take(event)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await all[0]?.take(event)).toBe(false);
  });

  it('an event of the same number in the other chat is another one', async () => {
    const events = await (await install())();
    expect(await events.take(event)).toBe(true);
    expect(await events.take({ ...event, from: { chat: 'teams', id: 'x' } })).toBe(true);
    expect(await events.take({ ...event, id: 'Ev2' })).toBe(true);
  });
}
