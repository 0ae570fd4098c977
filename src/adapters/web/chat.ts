import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { createBacklog } from '../backlog';
import { UserError } from '../../errors';
import type { Form, Message } from '../../message';
import type { Account, Answer, Chat, ChatName, Inbound, MessageRef, Place } from '../../ports/chat';
import type { Log } from '../../ports/log';
import { directPrefix } from './cast';
import { ChatClient, RefusedError } from './chat-client';
import { BadCallError, carriesBearer, type Loopback, listenOnLoopback } from './loopback';
import { RecentIds } from '../recent-ids';
import type { Delivery } from './wire';

export interface WebChatOptions {
  name: ChatName;
  /** `http://127.0.0.1:<port>` of the sandbox's platform. */
  platformUrl: string;
  token: string;
  log: Log;
}

/** Registering again this often brings the bot back soon after the platform was away. */
const registerEveryMs = 1000;
const stopWithinMs = 5000;

/** The bot's side of one of the sandbox's two chats. */
export function createWebChat(options: WebChatOptions): Chat {
  return new WebChat(options);
}

type Handler = (event: Inbound, answer: Answer) => Promise<void>;

class WebChat implements Chat {
  readonly name: ChatName;
  readonly #client: ChatClient;
  readonly #log: Log;
  readonly #secret = randomBytes(24).toString('hex');
  readonly #seen = new RecentIds(5000);
  readonly #running = new Set<Promise<void>>();
  readonly #backlog = createBacklog();
  #server: Loopback | undefined;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor({ name, platformUrl, token, log }: WebChatOptions) {
    this.name = name;
    this.#log = log;
    this.#client = new ChatClient(name, platformUrl, token, log);
  }

  async start(handle: Handler): Promise<void> {
    this.#server = await listenOnLoopback(0, [
      {
        method: 'POST',
        path: '/events',
        handle: ({ request, body }) => {
          this.#backlog.arrived();
          if (!carriesBearer(request, this.#secret))
            throw new BadCallError(401, 'Not the platform.');
          this.#take(body as Delivery, handle);
          return { status: 202 };
        },
      },
    ]);
    await this.#register();
    this.#heartbeat = setInterval(() => void this.#register(), registerEveryMs);
    this.#heartbeat.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#heartbeat);
    await this.#client.once('DELETE', `/registration/${this.#secret}`).catch(() => undefined);
    const given = new AbortController();
    await Promise.race([
      Promise.all(this.#running),
      wait(stopWithinMs, undefined, { signal: given.signal }).catch(() => undefined),
    ]);
    given.abort();
    await this.#server?.close();
  }

  async post({ channel, thread }: Place, message: Message, key: string): Promise<MessageRef> {
    const body = { channel, ...(thread === undefined ? {} : { thread }), message, key };
    return (await this.#client.call('POST', '/messages', body)) as MessageRef;
  }

  async update({ channel, id }: MessageRef, message: Message): Promise<void> {
    await this.#client.call('PUT', `/messages/${encodeURIComponent(id)}`, { channel, message });
  }

  /** Nobody can send the bot away here. */
  whyUnseen(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  isDirect(channel: string): boolean {
    return channel.startsWith(directPrefix);
  }

  async whisper(to: Account, { channel, thread }: Place, message: Message): Promise<void> {
    const at = { channel, ...(thread === undefined ? {} : { thread }) };
    await this.#client.call('POST', '/whispers', { to: to.id, ...at, message });
  }

  async #register(): Promise<void> {
    try {
      const url = `${this.#server?.url}/events`;
      const answer = await this.#client.once('PUT', '/registration', { url, secret: this.#secret });
      if (answer.status !== 200) {
        this.#log.error(
          { chat: this.name, status: answer.status },
          'the chat refused to register us',
        );
      }
    } catch {
      // It is away; the next beat finds it again.
    }
  }

  /** Called before the acknowledgement, so it must not wait for anything. */
  #take({ event, trigger }: Delivery, handle: Handler): void {
    if (!this.#seen.isNew(event.id)) return;
    const run = this.#backlog
      .add(() => handle(event, this.#answer(event, trigger)))
      .catch((error: unknown) => {
        this.#log.error({ chat: this.name, event: event.id, error }, 'an event was not handled');
      });
    this.#running.add(run);
    void run.finally(() => this.#running.delete(run));
  }

  #answer({ from, where }: Inbound, trigger: string): Answer {
    const say = async (message: Message) => {
      try {
        await this.#client.call('POST', `/answers/${trigger}`, { message });
      } catch (error) {
        if (!isOver(error)) throw error;
        await this.whisper(from, where, message);
      }
    };
    return {
      say,
      working: (sentence) => say({ summary: sentence, blocks: [{ kind: 'note', text: sentence }] }),
      form: async (form: Form) => {
        try {
          await this.#client.call('POST', `/forms/${trigger}`, { form });
        } catch (error) {
          if (!isOver(error)) throw error;
          throw new UserError('The form could not open in time. Please send that once more.');
        }
      },
    };
  }
}

/** What came with the event was used already, or its time is over. */
function isOver(error: unknown): boolean {
  return error instanceof RefusedError && error.status === 410;
}
