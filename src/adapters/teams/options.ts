import { UserError } from '../../errors';
import type { ProxyFor } from '../../outbound/proxy-for';
import type { Log } from '../../ports/log';
import { isLoopbackUrl } from './anonymous';

/** Where Microsoft's services are. Other clouds have other addresses, and so has a test. */
export interface TeamsEndpoints {
  /** Gives the bot the token that it presents to the connector. */
  tokenUrl: string;
  tokenScope: string;
  /** Publishes the keys that sign what Teams sends. */
  openIdMetadataUrl: string;
  /** Who must have issued what is signed with them. */
  issuer: string;
}

/** Where a conversation's messages go is told with each event and may change; it must outlive a restart. */
export interface ServiceUrls {
  get(channel: string): Promise<string | undefined>;
  set(channel: string, serviceUrl: string): Promise<void>;
}

export interface TeamsOptions {
  appId: string;
  /** The Entra tenant whose people may speak with the bot, and in which the bot is registered. */
  tenantId: string;
  /** Of a registration of the type SingleTenant. */
  credentials: { password: string };
  /** For conversations that were not heard of yet. The anonymous mode has none: it learns where its client is. */
  serviceUrl?: string;
  endpoints?: Partial<TeamsEndpoints>;
  /** Development only: no app id, no signatures, and nothing but this machine is spoken with. */
  anonymous?: true;
  proxyFor?: ProxyFor;
  log: Log;
  references: ServiceUrls;
}

const publicServiceUrl = 'https://smba.trafficmanager.net/teams/';

export type TeamsSettings = Required<
  Omit<TeamsOptions, 'anonymous' | 'endpoints' | 'proxyFor' | 'serviceUrl'>
> & {
  serviceUrl: string | undefined;
  proxyFor?: ProxyFor;
  anonymous: boolean;
  endpoints: TeamsEndpoints;
};

/**
 * What was left out is that of the public cloud.
 * @throws UserError when the options would let strangers in
 */
export function settle(options: TeamsOptions): TeamsSettings {
  const { appId, tenantId, credentials, endpoints } = options;
  const anonymous = options.anonymous === true;
  const serviceUrl = options.serviceUrl ?? (anonymous ? undefined : publicServiceUrl);
  if (anonymous && appId !== '') {
    throw new UserError(
      'The Teams app id and the anonymous development mode exclude each other: take one of them away.',
    );
  }
  if (anonymous && serviceUrl !== undefined && !isLoopbackUrl(serviceUrl)) {
    throw new UserError(
      'The anonymous development mode speaks with this machine only, and the service URL of Teams leads elsewhere: take one of them away.',
    );
  }
  if (!anonymous && appId === '') {
    // Microsoft's library lets unsigned requests pass when there is none.
    throw new UserError(
      'The Teams app id is empty, so nobody could tell who sends: set it to the id of the bot registration.',
    );
  }
  if (!anonymous && (tenantId === '' || credentials.password === '')) {
    throw new UserError(
      'Teams needs the Entra tenant id and the client secret of the bot registration, and one is empty.',
    );
  }
  return {
    ...options,
    serviceUrl,
    anonymous,
    endpoints: {
      tokenUrl: `https://login.microsoftonline.com/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`,
      tokenScope: 'https://api.botframework.com/.default',
      openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
      issuer: 'https://api.botframework.com',
      ...endpoints,
    },
  };
}
