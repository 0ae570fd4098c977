import type { LoopbackChat } from '../loopback-chat';
import { createActs } from './acts';
import { createConnectorApi } from './connector';
import { createDeliveries } from './delivery';
import { serveLocally } from './http';
import { createIdentity, tokenScope } from './identity';
import { type LoopbackTeamsOptions, teamsLimits } from './options';
import { createRoster } from './roster';
import { claimsFor, createSigner } from './signing';
import { createStore, type Store } from './store';
import { createTrouble } from './trouble';

export interface LoopbackTeams extends LoopbackChat {
  /** What the bot must be configured with. */
  serviceUrl: string;
  endpoints: { tokenUrl: string; tokenScope: string; openIdMetadataUrl: string; issuer: string };
  /** What stands in the conversations. */
  store: Store;
  /** How the deliveries ended that the bot refused or left unanswered. */
  failures: readonly string[];
  /** The form that is open for a person, as its text and what its fields show. */
  formOf(person: string): { text: string; values: Record<string, string> } | undefined;
  revokeTokens(): void;
}

/** Start a Teams on this machine: identity, connector and people. It outlives the bot, as the real one does. */
export async function startLoopbackTeams(options: LoopbackTeamsOptions): Promise<LoopbackTeams> {
  const { appId, tenantId, messagesUrl } = options;
  const limits = { ...teamsLimits, ...options.limits };
  const [signer = await createSigner(['msteams']), ...others] = options.signers ?? [];
  const roster = createRoster(options);
  const store = createStore(roster, options.sent);
  const trouble = createTrouble();
  const identity = createIdentity(options, [signer, ...others]);
  const without = new Set<string>();
  const connector = createConnectorApi({ tenantId, roster, store, limits, trouble, without });
  const server = await serveLocally(options.port ?? 0, (request) => {
    const known = identity.answer(request, server.url);
    if (trouble.isAway()) return 'lost';
    if (known !== undefined) return known;
    const [first, version, what, ...path] = request.path;
    if (first !== 'teams' || version !== 'v3' || what !== 'conversations') return { status: 404 };
    return identity.accepts(request.authorization)
      ? connector(request, path)
      : { status: 401, body: { error: { code: 'Unauthorized' } } };
  });
  const serviceUrl = `${server.url}/teams/`;
  const deliveries = createDeliveries(
    messagesUrl,
    () => `Bearer ${signer.sign(claimsFor(appId, serviceUrl))}`,
    limits,
    trouble,
  );
  const acts = createActs({ tenantId, serviceUrl, roster, store, deliveries });
  return {
    name: 'teams',
    serviceUrl,
    endpoints: {
      tokenUrl: `${server.url}/${tenantId}/oauth2/v2.0/token`,
      tokenScope,
      openIdMetadataUrl: `${server.url}/v1/.well-known/openidconfiguration`,
      issuer: 'https://api.botframework.com',
    },
    say: acts.say,
    press: acts.press,
    fill: acts.fill,
    hasForm: (person) => acts.formOf(person) !== undefined,
    formOf(person) {
      const form = acts.formOf(person);
      if (form === undefined) return undefined;
      const shown = form.send.inputs.filter(({ value }) => value !== '');
      const values = shown.map(({ id, value }) => [id.replace(/^field\./, ''), value] as const);
      return { text: form.entry.text, values: Object.fromEntries(values) };
    },
    isHere: deliveries.isHere,
    settled: deliveries.settled,
    failures: deliveries.failures,
    store,
    revokeTokens: identity.revokeTokens,
    trouble: {
      limitNextCall: trouble.limitNextCall,
      loseNextReply: trouble.loseNextReply,
      repeatNextDelivery: deliveries.repeatNext,
      deleteMessage: store.remove,
      sendAway: (channel) => void without.add(channel),
      goAway: trouble.goAway,
    },
    async close() {
      await deliveries.close();
      await server.close();
    },
  };
}
