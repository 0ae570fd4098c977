import { perform } from '../../src/commands/perform';
import type { Heard } from '../../src/commands/heard';
import type { ChatName } from '../../src/ports/chat';
import { drawnAgainAfterMs, showAllAnew, showRequest } from '../../src/workflow/cards';
import { tick } from '../../src/workflow/due';
import type { ChatParts } from '../../src/workflow/parts';
import { submit } from '../../src/workflow/submit';
import { memoryTakenEvents } from '../fakes/memory-taken-events';
import { type Installation, silent } from './installation';
import { pointPort, words } from './point-ports';
import { repeatVirtually, untilDue } from './repeat-virtually';
import type { Wish } from './scenario';
import type { SimulatedProcess } from './simulated-process';
import { addThings } from './things';

/** What people can do through one chat process. */
export interface RunningChat {
  process: SimulatedProcess;
  ask(person: string, wish: Wish): Promise<string>;
  press(person: string, verb: string, words: Record<string, string>): Promise<void>;
}

const outboxLockMs = 6_000;

/** One life of a chat process, at work as `roles/chat.ts` puts it to work. */
export function runChat(installation: Installation, process: SimulatedProcess): RunningChat {
  const pointed = <P extends object>(name: keyof typeof words, port: P) =>
    pointPort(process, name, port, words[name]);
  const parts: ChatParts = {
    ...installation.rest,
    store: pointed('store', installation.store),
    intents: pointed('intents', installation.intents),
    audit: pointed('audit', installation.audit),
    vault: pointed('vault', installation.vault),
    queue: pointed('queue', installation.queue),
    clock: process.clock,
    log: silent,
    chats: {
      slack: pointed('chat', installation.chats.slack),
      teams: pointed('chat', installation.chats.teams),
    },
    taken: memoryTakenEvents(),
    offerKey: () => Promise.reject(new Error('There are no keys here.')),
  };
  const begin = async () => {
    await showAllAnew(parts).catch(() => {});
    void process.clock.sleep(drawnAgainAfterMs).then(() => showAllAnew(parts).catch(() => {}));
    const idle = () => untilDue(installation, process);
    repeatVirtually(installation, process, 500, idle, () => tick(parts));
    for (const chat of ['slack', 'teams'] as const) {
      const idleShow = () => (installation.isBehind(chat) ? 0 : 15_000);
      repeatVirtually(installation, process, 400, idleShow, () =>
        showBehind(installation, process, parts, chat),
      );
    }
  };
  void begin();

  function heardOf(person: string): Heard {
    const found = parts.people.byId(person);
    if (found === undefined) throw new Error(`Nobody is called ${person}.`);
    return {
      parts,
      person: found,
      where: { chat: 'slack', channel: '#mtgw' },
      answer: { say: async () => {}, working: async () => {}, form: async () => {} },
    };
  }

  return {
    process,
    async ask(person, { tenant, things }) {
      const { person: found, where } = heardOf(person);
      const request = await submit(parts, {
        operation: addThings,
        line: `add-things ${things.join(',')}`,
        texts: { tenant, gateway: 'gw1' },
        parse: () => ({ owner: tenant, things }),
        secrets: { typed: {}, carried: {} },
        person: found,
        where,
      });
      return request.id;
    },
    async press(person, verb, said) {
      await perform(heardOf(person), verb, said);
    },
  };
}

/** What `serveOutbox` does: one process at a time for each request and chat. */
async function showBehind(
  installation: Installation,
  process: SimulatedProcess,
  parts: ChatParts,
  chat: ChatName,
): Promise<void> {
  const { showing, time, store } = installation;
  for (const id of await store.behind(chat)) {
    const lock = `${chat} ${id}`;
    if ((showing.get(lock) ?? 0) > time.now()) continue;
    const mine = time.now() + outboxLockMs;
    showing.set(lock, mine);
    let done = false;
    let held = mine;
    const renew = async () => {
      for (;;) {
        await process.clock.sleep(outboxLockMs / 3);
        if (done || showing.get(lock) !== held) return;
        held = time.now() + outboxLockMs;
        showing.set(lock, held);
      }
    };
    void renew();
    try {
      await showRequest(parts, chat, id);
    } finally {
      done = true;
      if (showing.get(lock) === held) showing.delete(lock);
    }
  }
}
