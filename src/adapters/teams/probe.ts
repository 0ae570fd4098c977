import { z } from 'zod';
import { fetchBy } from '../../outbound/fetch';
import { createBotToken } from './bot-token';
import { settle, type TeamsOptions } from './options';

const metadataShape = z.object({ issuer: z.string(), jwks_uri: z.string() });
const timeoutMs = 15_000;

/**
 * Fetch the bot's own token and the keys that Teams signs with, once.
 * @returns a sentence
 * @throws Error when the secret is not accepted, or one of both does not answer
 */
export async function probeTeams(options: TeamsOptions): Promise<string> {
  const settings = settle(options);
  await createBotToken(settings).get();
  const { openIdMetadataUrl } = settings.endpoints;
  const send = fetchBy(settings.proxyFor);
  const response = await send(openIdMetadataUrl, { signal: AbortSignal.timeout(timeoutMs) });
  metadataShape.parse(await response.json());
  return `Entra gives the bot ${settings.appId} its token, and the keys of Teams can be read.`;
}
