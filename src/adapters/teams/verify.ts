import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { type Activity, tenantsOf } from './activity';
import type { TeamsSettings } from './options';

/** Why a request is not taken: 401 nobody vouches for it, 403 it is not from here. */
export interface Refusal {
  status: 401 | 403;
  why: string;
}

export type Verify = (activity: Activity, authorization: string) => Promise<Refusal | undefined>;

/**
 * Is the activity signed by Teams, for this bot, for this tenant? The signature, its age, issuer, audience, service
 * URL and endorsement are checked by Microsoft's own library, the same that its CloudAdapter calls.
 */
export function createVerify({ appId, tenantId, endpoints }: TeamsSettings): Verify {
  const authentication = new ConfigurationBotFrameworkAuthentication(
    {
      MicrosoftAppId: appId,
      MicrosoftAppTenantId: tenantId,
      ToChannelFromBotLoginUrl: endpoints.tokenUrl,
      ToChannelFromBotOAuthScope: endpoints.tokenScope,
      ToBotFromChannelTokenIssuer: endpoints.issuer,
      ToBotFromChannelOpenIdMetadataUrl: endpoints.openIdMetadataUrl,
      // Emulators have no business here: their tokens find no key.
      ToBotFromEmulatorOpenIdMetadataUrl: endpoints.openIdMetadataUrl,
      OAuthUrl: 'https://token.botframework.com/',
      CallerId: '',
      ValidateAuthority: true,
    },
    {
      isValidAppId: (id) => Promise.resolve(id === appId),
      isAuthenticationDisabled: () => Promise.resolve(false),
      createCredentials: () => Promise.reject(new Error('Sending has its own credentials.')),
    },
    {
      requiredEndorsements: ['msteams'],
      // The library also knows tokens of skills and emulators, which carry no service URL.
      validateClaims: async (claims) => {
        const has = (type: string) => claims.find((claim) => claim.type === type)?.value;
        if (has('iss') !== endpoints.issuer || has('serviceurl') === undefined) {
          throw new Error('Not a token of the channel.');
        }
      },
    },
  );
  return async (activity, authorization) => {
    try {
      await authentication.authenticateRequest(activity as never, authorization);
    } catch (error) {
      return { status: 401, why: error instanceof Error ? error.message : String(error) };
    }
    const tenants = tenantsOf(activity);
    const isOwn = (tenant: string) => tenant.toLowerCase() === tenantId.toLowerCase();
    if (tenants.length > 0 && tenants.every(isOwn)) return undefined;
    return { status: 403, why: `tenant ${tenants.join(', ') || 'not told'}` };
  };
}
