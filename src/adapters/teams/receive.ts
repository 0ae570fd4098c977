import type { IncomingMessage } from 'node:http';
import type { InvokeResponse } from 'botbuilder';
import type { Activity } from './activity';
import { refuseFromOutside } from './anonymous';
import type { TeamsAdapter } from './cloud-adapter';
import type { TeamsSettings } from './options';
import { type Refusal, refuseAddress, refuseForeigner } from './refusal';
import { createTeamsHosts } from './teams-hosts';

/** The body that answers an invoke: https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model */
export interface InvokeAnswer {
  statusCode: number;
  type: string;
  value: unknown;
}

/** Begin to work on it, and answer soon. Undefined: there is nothing to answer. */
export type Take = (activity: Activity) => Promise<InvokeAnswer | undefined>;

export type Receive = (
  activity: Activity,
  request: IncomingMessage,
) => Promise<Refusal | InvokeResponse>;

/** Let CloudAdapter hear what is from Teams and from here, and tell why the rest is not taken. */
export function createReceive(settings: TeamsSettings, adapter: TeamsAdapter, take: Take): Receive {
  const { anonymous, tenantId } = settings;
  const isOfTeams = createTeamsHosts(settings);
  return async (activity, request) => {
    // Nobody signs in the anonymous mode, so CloudAdapter would take anything.
    const outside = anonymous ? refuseFromOutside(request, activity) : undefined;
    if (outside !== undefined) return outside;
    const turn: { begun: boolean; refusal?: Refusal | undefined } = { begun: false };
    try {
      const { authorization = '' } = request.headers;
      const answer = await adapter.receive(authorization, activity, async (context) => {
        turn.begun = true;
        turn.refusal = anonymous
          ? undefined
          : (refuseForeigner(activity, tenantId) ?? refuseAddress(activity, isOfTeams));
        if (turn.refusal !== undefined) return;
        const body = await take(activity);
        if (body === undefined) return;
        await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
      });
      return turn.refusal ?? answer ?? { status: 200 };
    } catch (error) {
      // What the library throws for a forged signature is no AuthenticationError of its own.
      if (turn.begun) throw error;
      return { status: 401, why: error instanceof Error ? error.message : String(error) };
    }
  };
}
