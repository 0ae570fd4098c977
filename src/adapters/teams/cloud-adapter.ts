import { CloudAdapter, type InvokeResponse, type TurnContext } from 'botbuilder';
import { ConnectorClient } from 'botframework-connector';
import { leadAllThrough, ProxiedAgent } from '../../outbound/agent';
import type { Activity } from './activity';
import { createAuthentication, createCredentials } from './authentication';
import type { BotToken } from './bot-token';
import type { TeamsSettings } from './options';

/** The one place where the Bot Framework is: everything from Teams and everything to it passes here. */
export class TeamsAdapter extends CloudAdapter {
  readonly #token: BotToken;
  readonly #agent: ProxiedAgent | undefined;

  constructor(settings: TeamsSettings, token: BotToken) {
    super(createAuthentication(settings, token));
    this.#token = token;
    this.#agent = settings.proxyFor && new ProxiedAgent(settings.proxyFor);
    // It fetches the keys of Teams with whatever Node sends with, and takes no agent for it.
    if (this.#agent !== undefined) leadAllThrough(this.#agent);
  }

  /**
   * Authenticate the request and run a turn for it; the answer to an invoke comes back, 501 when the turn sent none.
   * Unlike `process` it leaves to the caller what a stranger is told. Rejects before the turn when nobody vouches.
   */
  receive(
    authorization: string,
    activity: Activity,
    turn: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    // The library writes into it, and reads of it no more than the shape has checked.
    return this.processActivity(authorization, { ...activity } as never, turn);
  }

  /** The library's client for the conversations of one service URL, with the bot's credentials. */
  connectorFor(serviceUrl: string, { targeted = false } = {}) {
    const address = new URL(serviceUrl);
    // The client knows no targeted messages, but keeps what follows the question mark of its address.
    if (targeted) address.searchParams.set('isTargetedActivity', 'true');
    return new ConnectorClient(createCredentials(this.#token), {
      baseUri: address.href,
      requestPolicyFactories: [
        {
          create: (next) => ({
            sendRequest: (request) => {
              if (!request.headers.contains('accept')) request.headers.set('accept', '*/*');
              // Else the library reads the environment by rules of its own.
              if (this.#agent !== undefined) request.agent = this.#agent;
              return next.sendRequest(request);
            },
          }),
        },
      ],
    });
  }
}
