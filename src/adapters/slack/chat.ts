import type { IncomingMessage, ServerResponse } from 'node:http';
import { UserError } from '../../errors';
import { createBacklog } from '../backlog';
import { fetchBy } from '../../outbound/fetch';
import type { ProxyFor } from '../../outbound/proxy-for';
import type { Chat, KeptForms } from '../../ports/chat';
import type { Log } from '../../ports/log';
import { createBoltLogger, createScrub } from './bolt-log';
import { createReceiver } from './receiver';
import { isDirect } from './direct';
import { createDelivery } from './deliver';
import { createPresence } from './presence';
import { type Identity, identify } from './identify';
import { createSending } from './sending';
import { createSlackHosts } from './slack-hosts';
import { createCallSlack } from './web-api';

export interface SlackChatOptions {
  /** The bot's own token, `xoxb-…`. */
  botToken: string;
  signingSecret: string;
  /** Base of the Web API, with the slash at its end: for GovSlack, or a Slack on this machine. */
  apiUrl?: string;
  /** The workspace whose events are taken. Without it the token's own, once Slack told it. */
  teamId?: string;
  proxyFor?: ProxyFor;
  forms: KeptForms;
  log: Log;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

export interface SlackChat {
  chat: Chat;
  /** All of Slack's request addresses are `<public address>/slack/events`. The path must arrive as it was asked for. */
  route: {
    prefix: string;
    handle(request: IncomingMessage, response: ServerResponse, rest: string): Promise<void>;
  };
  /** As whom the bot is there, as far as Slack has told. */
  who(): string;
}

const stopWithinMs = 5000;
const prefix = '/slack';

/**
 * The bot's side of Slack. It listens on nothing: mount `route` on the bot's server. Throws UserError without token or
 * signing secret; `chat.start` rejects with UserError when Slack refuses the token.
 */
export function createSlackChat(options: SlackChatOptions): SlackChat {
  const { botToken, signingSecret, apiUrl, teamId, proxyFor, forms, log, now = Date.now } = options;
  if (botToken.trim() === '') {
    throw new UserError('The Slack bot token is empty. Set it to the one that begins with xoxb-.');
  }
  if (signingSecret.trim() === '') {
    throw new UserError(
      'The Slack signing secret is empty, so anybody could speak as Slack. Copy it from the app\'s "Basic Information" page.',
    );
  }
  const scrub = createScrub([botToken, signingSecret]);
  const logger = createBoltLogger(log, scrub);
  const call = createCallSlack({ token: botToken, apiUrl, proxyFor, logger, log });
  const sending = createSending(call);
  const identity: Identity = { botUser: undefined, team: teamId };
  const isOfSlack = createSlackHosts(apiUrl);
  const backlog = createBacklog();
  const delivery = createDelivery(
    { call, send: fetchBy(proxyFor), sending, forms, now, isOfSlack },
    backlog,
    log,
    scrub,
  );
  const receive = createReceiver({
    endpoint: `${prefix}/events`,
    signingSecret,
    logger,
    log,
    delivery,
    identity,
  });
  const stopping = new AbortController();
  return {
    chat: {
      name: 'slack',
      async start(handle) {
        await identify(identity, call, log, stopping.signal);
        delivery.handle = handle;
      },
      async stop() {
        stopping.abort();
        // What comes from now on is refused, so that Slack brings it again to the process after this one.
        delivery.handle = undefined;
        await delivery.idle(stopWithinMs);
      },
      post: sending.post,
      update: sending.update,
      whisper: sending.whisper,
      whyUnseen: createPresence(call, now),
      isDirect,
    },
    who: () =>
      identity.botUser === undefined
        ? 'Slack (which does not answer yet)'
        : `Slack as ${identity.botUser} of ${identity.team}`,
    route: {
      prefix,
      handle: (request, response, rest) => {
        backlog.arrived();
        if (rest === 'events' && delivery.handle !== undefined) return receive(request, response);
        const [status, sentence] =
          rest === 'events' ? [503, 'The bot is not ready.'] : [404, 'There is nothing here.'];
        response.writeHead(status).end(`${sentence}\n`);
        return Promise.resolve();
      },
    },
  };
}
