import { randomBytes } from 'node:crypto';
import type { Reply, Request } from './http';
import type { Signer } from './signing';

/*
 * The two services beside the connector: the one that publishes the signing keys, and the one that gives a bot its
 * token (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow).
 */

export const tokenScope = 'https://api.botframework.com/.default';

export interface Identity {
  /** Undefined when the request is for neither. */
  answer(request: Request, base: string): Reply | undefined;
  /** Was that token given out, and is it still good? */
  accepts(authorization: string): boolean;
  /** As after the bot's secret was changed: what was given out counts no more. */
  revokeTokens(): void;
}

/** Entra and Bot Framework in one: gives the bot its tokens, for an hour each, and publishes the keys of `signers`. */
export function createIdentity(
  bot: { appId: string; tenantId: string; password: string },
  signers: readonly Signer[],
): Identity {
  const given = new Map<string, number>();

  function giveToken({ method, contentType, body }: Request): Reply {
    const failed = (status: number, error: string): Reply => ({ status, body: { error } });
    if (method !== 'POST' || !contentType.startsWith('application/x-www-form-urlencoded')) {
      return failed(400, 'invalid_request');
    }
    const form = new URLSearchParams(body);
    if (form.get('grant_type') !== 'client_credentials')
      return failed(400, 'unsupported_grant_type');
    if (form.get('scope') !== tokenScope) return failed(400, 'invalid_scope');
    if (form.get('client_id') !== bot.appId) return failed(400, 'unauthorized_client');
    if (form.get('client_secret') !== bot.password) return failed(401, 'invalid_client');
    const token = randomBytes(32).toString('base64url');
    given.set(token, Date.now() + 3600_000);
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: token } };
  }

  return {
    answer(request, base) {
      switch (request.path.join('/')) {
        case 'v1/.well-known/openidconfiguration':
          return {
            status: 200,
            body: {
              issuer: 'https://api.botframework.com',
              jwks_uri: `${base}/v1/.well-known/keys`,
              id_token_signing_alg_values_supported: ['RS256'],
            },
          };
        case 'v1/.well-known/keys':
          return { status: 200, body: { keys: signers.map(({ jwk }) => jwk) } };
        case `${bot.tenantId}/oauth2/v2.0/token`:
          return giveToken(request);
        default:
          return undefined;
      }
    },
    accepts: (authorization) =>
      (given.get(/^Bearer (\S+)$/.exec(authorization)?.[1] ?? '') ?? 0) > Date.now(),
    revokeTokens: () => given.clear(),
  };
}
