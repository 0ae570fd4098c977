import type { Intent, WithIntents } from '../../src/ports/intents';
import type { AuditDraft } from '../../src/ports/audit';
import type { BatchOptions, Command, GatewayShells } from '../../src/ports/shells';
import { wordOf } from '../fakes/memory-machine';
import type { SimulatedProcess } from './simulated-process';

type Method = (...args: never[]) => Promise<unknown>;

/** What a call is about, in words that are the same in every run. */
type Words = (...args: never[]) => string;

/** Every method of a port as a point of the run: it has a name, and may be hit by a fault. */
export function pointPort<P extends object>(
  process: SimulatedProcess,
  name: string,
  port: P,
  words: Readonly<Record<string, Words>>,
  about?: string,
): P {
  const wrapped = { ...port };
  for (const [method, say] of Object.entries(words)) {
    const perform = port[method as keyof P];
    if (typeof perform !== 'function') continue;
    const pointed = (...args: never[]) => {
      const detail = say(...args);
      const kind = `${name}.${method}${detail && ` ${detail}`}`;
      const of = about ?? /CR-\d+/.exec(detail)?.[0];
      return process.call(kind, of, () => (perform as Method)(...args));
    };
    Object.assign(wrapped, { [method]: pointed });
  }
  return wrapped;
}

const nothing = () => '';
const first = (id: string) => id;

/** How the calls of each port are named. What is not named is no point: it happens at once. */
export const words = {
  store: {
    nextId: nothing,
    create: ({ id }: { id: string }) => id,
    get: first,
    proven: first,
    unusable: nothing,
    open: nothing,
    recent: nothing,
    about: nothing,
    move: (
      { id }: { id: string },
      _next: unknown,
      { action }: AuditDraft,
      { opens, closes }: WithIntents = {},
    ) =>
      [id, action, opens && `opens ${opens.step}`, closes && `closes ${closes.step}`]
        .filter((word) => word !== undefined)
        .join(' '),
    claimDue: nothing,
    cards: (id: string, chat: string) => `${id} ${chat}`,
    cardsShown: (id: string, chat: string) => `${id} ${chat}`,
    drawAnew: (id: string, chat: string) => `${id} ${chat}`,
  },
  queue: {
    enqueueChange: (_gateway: string, request: string, run: number) => `${request}/${run}`,
    hasChange: (_gateway: string, request: string, run: number) => `${request}/${run}`,
    enqueuePlan: (_gateway: string, request: string) => request,
  },
  intents: {
    fence: first,
    open: (intent: Intent) => `${intent.request} step ${intent.step} on ${intent.target}`,
    close: (intent: Intent) => `${intent.request} step ${intent.step}`,
    find: first,
    release: (intent: Intent) => `${intent.request} step ${intent.step}`,
    withdraw: (intent: Intent) => `${intent.request} step ${intent.step}`,
  },
  vault: {
    seal: nothing,
    open: nothing,
    drop: nothing,
    has: nothing,
    reseal: nothing,
  },
  audit: { append: ({ action, request }: AuditDraft) => `${request} ${action}` },
  shells: {
    run: (batch: Parameters<GatewayShells['run']>[0], { purpose }: BatchOptions) =>
      `${purpose} ${batch.flatMap(({ target, commands }) => commands.map((command) => `${target} ${commandInWords(command)}`)).join(', ')}`,
    ready: first,
  },
  processes: {
    isAlive: nothing,
    end: nothing,
  },
  chat: {
    post: (_to: unknown, _message: unknown, key: string) => key,
    update: ({ id }: { id: string }) => id,
  },
};

function commandInWords({ cmdlet, parameters }: Command): string {
  return `${cmdlet} ${wordOf(parameters['Name'] ?? parameters['Tenant'])}`;
}
