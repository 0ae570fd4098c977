import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { UserError } from '../../errors';
import type { Log } from '../../ports/log';
import { type CallSlack, SlackRefusal } from './web-api';

/** Who the bot is in Slack. Unknown until Slack answered once. */
export interface Identity {
  botUser: string | undefined;
  team: string | undefined;
}

const wrongToken = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
]);

const answerShape = z.object({ user_id: z.string(), team_id: z.string() });

/** Slack may be away at start; the bot must not be, so this is as long as it waits. */
const patienceMs = 3000;
const againMs = 10_000;

/**
 * Learns who the bot is. Rejects with UserError when the token is wrong or of another workspace than `identity.team`
 * says; while Slack is away it goes on in the background until `signal`.
 */
export async function identify(
  identity: Identity,
  call: CallSlack,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const asked = ask(identity, call, signal);
  const answer = await Promise.race([
    asked.catch((error: unknown) => error),
    wait(patienceMs, 'late' as const, { ref: false }),
  ]);
  if (answer instanceof UserError) throw answer;
  if (answer === undefined) return;
  log.warn({ chat: 'slack' }, 'Slack does not answer yet; asking again until it does');
  void keepAsking(asked, identity, call, log, signal);
}

async function keepAsking(
  first: Promise<void>,
  identity: Identity,
  call: CallSlack,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  let asked = first;
  for (;;) {
    try {
      await asked;
      log.info({ chat: 'slack' }, 'Slack answers now');
      return;
    } catch (error) {
      if (error instanceof UserError) log.error({ chat: 'slack' }, error.message);
      if (error instanceof UserError || signal.aborted) return;
    }
    await wait(againMs, undefined, { ref: false, signal }).catch(() => undefined);
    if (signal.aborted) return;
    asked = ask(identity, call, signal);
  }
}

/** Rejects with UserError when the token is wrong, or of another workspace than `identity.team` says. */
export async function ask(identity: Identity, call: CallSlack, signal: AbortSignal): Promise<void> {
  const answer = answerShape.parse(await call('auth.test', {}, signal).catch(tellWrongToken));
  if (identity.team !== undefined && identity.team !== answer.team_id) {
    throw new UserError(
      `The Slack bot token is of workspace ${answer.team_id}, but the settings say ${identity.team}. Correct one of them.`,
    );
  }
  identity.team = answer.team_id;
  identity.botUser = answer.user_id;
}

function tellWrongToken(error: unknown): never {
  if (!(error instanceof SlackRefusal) || !wrongToken.has(error.reason)) throw error;
  throw new UserError(
    `Slack refuses the bot token (${error.reason}). Copy the Bot User OAuth Token, which begins with xoxb-, from the app's "OAuth & Permissions" page.`,
  );
}
