import { CloudAdapter, type InvokeResponse, type TurnContext } from 'botbuilder';
import type { Activity } from './activity';
import { createAuthentication } from './authentication';
import type { BotToken } from './bot-token';
import type { TeamsSettings } from './options';

/** The one place where the Bot Framework is: everything from Teams and everything to it passes here. */
export class TeamsAdapter extends CloudAdapter {
  readonly #appId: string;

  constructor(settings: TeamsSettings, token: BotToken) {
    super(createAuthentication(settings, token));
    this.#appId = settings.appId;
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
    const identity = this.createClaimsIdentity(this.#appId);
    return this.botFrameworkAuthentication.createConnectorFactory(identity).create(address.href);
  }
}

export type ConnectorClient = Awaited<ReturnType<TeamsAdapter['connectorFor']>>;
