import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import type { BotToken } from './bot-token';
import type { TeamsSettings } from './options';

/**
 * How CloudAdapter tells whether Teams signed a request for this bot, and what it signs its own calls with. Stricter
 * than the library by itself: a token must be of the channel Teams and name the service URL.
 */
export function createAuthentication(
  { anonymous, appId, tenantId, endpoints }: TeamsSettings,
  token: BotToken,
): ConfigurationBotFrameworkAuthentication {
  return new ConfigurationBotFrameworkAuthentication(
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
      isAuthenticationDisabled: () => Promise.resolve(anonymous),
      createCredentials: () => Promise.resolve(createCredentials(token)),
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
}

/** What the bot's own calls to the connector are signed with. */
export function createCredentials(
  token: BotToken,
): ConstructorParameters<typeof ConnectorClient>[0] {
  return {
    async signRequest(request) {
      const bearer = await token.get();
      if (bearer !== undefined) request.headers.set('authorization', `Bearer ${bearer}`);
      return request;
    },
  };
}
