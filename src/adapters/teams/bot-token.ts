import { fetchBy } from '../../outbound/fetch';
import { ConnectorRefusedError } from './refused';
import type { TeamsSettings } from './options';

export interface BotToken {
  /** Undefined in anonymous mode. Rejects with ConnectorRefusedError when the bot's secret is not accepted. */
  get(): Promise<string | undefined>;
  /** It was refused: get another one. */
  forget(): void;
}

/** A token is fetched anew so long before its end, in milliseconds: it may be under way for a while. */
const aheadMs = 5 * 60_000;
const timeoutMs = 15_000;

/** The OAuth 2.0 client credentials of the bot, fetched once for all calls until they near their end. */
export function createBotToken({
  anonymous,
  appId,
  credentials,
  endpoints,
  proxyFor,
}: TeamsSettings): BotToken {
  const send = fetchBy(proxyFor);
  let current: Promise<{ token: string; until: number }> | undefined;

  async function fetchToken() {
    const response = await send(endpoints.tokenUrl, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: credentials.password,
        scope: endpoints.tokenScope,
      }),
    });
    const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    const { access_token: token, expires_in: seconds, error } = answer;
    if (response.status >= 500) throw new Error(`The token endpoint fails (${response.status}).`);
    if (!response.ok || typeof token !== 'string' || typeof seconds !== 'number') {
      const code = typeof error === 'string' ? error : 'no token';
      throw new ConnectorRefusedError(response.status, code, 'the bot a token');
    }
    return { token, until: Date.now() + Math.max(seconds * 1000 - aheadMs, 0) };
  }

  return {
    async get() {
      if (anonymous) return undefined;
      const known = await current?.catch(() => undefined);
      if (known !== undefined && known.until > Date.now()) return known.token;
      if (known !== undefined) current = undefined;
      current ??= fetchToken();
      const mine = current;
      try {
        return (await mine).token;
      } catch (error) {
        if (current === mine) current = undefined;
        throw error;
      }
    },
    forget() {
      current = undefined;
    },
  };
}
