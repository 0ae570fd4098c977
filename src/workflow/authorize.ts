import { firstUnmet, mayRead, mayRequest } from '../../approvals/decide';
import type { Finding } from '../../approvals/finding';
import type { Plan, Risk } from '../../approvals/plan';
import type { PolicyInForce } from '../../approvals/policy';
import type { ChangeRequest } from '../../approvals/request';
import { RefusedError } from '../errors';
import { tenantOfChannel } from '../world/inventory';
import type { Operation } from '../ops/operation';
import type { Person } from '../world/people';
import type { Place } from '../ports/chat';
import type { Records } from './parts';
import { reachOf } from './reach';

/** This person may read of that tenant, or of all. @throws RefusedError with the rule that is not met */
export function requireReader(
  { policy, people }: Pick<Records, 'policy' | 'people'>,
  person: Person,
  tenant: string | undefined,
  line?: string,
): void {
  const { met, rule, sentence } = mayRead(policy, person.id, people, tenant);
  if (!met) throw new RefusedError(rule, sentence, line);
}

/** This person may use the bot for something. @throws RefusedError with the line that was asked, where it is known */
export function requireKnown(parts: Records, person: Person, line?: string): void {
  const reach = reachOf(parts, person);
  if (reach !== 'all' && reach.size === 0) requireReader(parts, person, undefined, line);
}

/**
 * This person, this tenant, this operation, under the policy. What is in force for it is returned.
 * @throws RefusedError with the rule that is not met
 */
export function requireRequester(
  parts: Records,
  person: Person,
  operation: Operation,
  about: { tenant: string | undefined; gateway: string },
): PolicyInForce | undefined {
  if (operation.kind === 'query') {
    requireReader(parts, person, about.tenant);
    return undefined;
  }
  const { tenant, gateway } = about;
  const tenants = tenant === undefined ? [] : [tenant];
  const subject = { operation: operation.name, risk: operation.risk, tenants, gateway };
  const { findings, policy } = mayRequest(parts.policy, subject, person.id, parts.people);
  const unmet = firstUnmet(findings);
  if (unmet !== undefined) throw new RefusedError(unmet.rule, unmet.sentence);
  return policy;
}

/**
 * Why this person may do this to no tenant and to no gateway at all, as it is said of the first; undefined where there
 * is one. For what is asked before it is known to which.
 */
export function refusedEverywhere(
  parts: Pick<Records, 'inventory' | 'policy' | 'people'>,
  person: Person,
  { name, risk = 'tenant' }: { name: string; risk?: Risk },
): Finding | undefined {
  const { tenants, gateways } = parts.inventory;
  const subjects = [
    ...Object.entries(tenants).map(([tenant, { gateway }]) => ({ tenants: [tenant], gateway })),
    ...(risk === 'gateway' ? Object.keys(gateways) : []).map((gateway) => ({
      tenants: [],
      gateway,
    })),
  ];
  const refusals = subjects.map((about) => {
    const subject = { operation: name, risk, ...about };
    return firstUnmet(mayRequest(parts.policy, subject, person.id, parts.people).findings);
  });
  return refusals.includes(undefined) ? undefined : refusals[0];
}

/**
 * The same once it is planned, over every tenant that the plan touches: not before then is it known whose company a
 * change to a whole gateway concerns.
 */
export function judgePlanned(
  parts: Records,
  request: ChangeRequest,
  plan: Plan,
): { policy: PolicyInForce } | { refused: Finding } {
  const { operation, gateway, risk, requester, tenant } = request;
  const tenants = [...(tenant === undefined ? [] : [tenant]), ...plan.touches.tenants];
  const subject = { operation, gateway, risk, tenants };
  const { findings, policy } = mayRequest(parts.policy, subject, requester, parts.people);
  const refused = firstUnmet(findings);
  if (refused !== undefined) return { refused };
  if (policy === undefined) throw new Error(`${request.id} is neither refused nor under a policy.`);
  return { policy };
}

/** Where all tenants may be spoken of, as people type it. */
export function otherPlaces({ channels }: Pick<Records, 'channels'>): string[] {
  return channels.operations().map((channel) => `#${channel}`);
}

/**
 * The channel fits the tenant: in a tenant's channel only that tenant is spoken of, and changes are asked where
 * others see them. Returns the channel's name, or undefined in a direct conversation.
 * @throws RefusedError
 */
export function requireChannel(
  parts: Records,
  where: Place,
  operation: Operation,
  tenant: string | undefined,
  /** Said of a place that is no channel of the bot's. */
  unknown = '',
): string | undefined {
  const name = parts.channels.nameOf(where);
  if (name === undefined) {
    if (operation.kind === 'query') return undefined;
    const places = otherPlaces(parts);
    throw new RefusedError(
      'channel',
      `${unknown} A change is asked where its approvers see it: in ${places.join(' or ')}, or in the tenant's channel.`.trimStart(),
    );
  }
  if (parts.channels.isOperations(name)) return name;
  const owner = tenantOfChannel(parts.inventory, name);
  if (owner !== undefined && tenant === owner) return name;
  throw notHere(parts, name, tenant === undefined ? 'a whole gateway' : 'others');
}

/** In this channel that is not spoken of. Who is meant is not repeated. */
export function notHere(
  parts: Pick<Records, 'channels' | 'inventory'>,
  channel: string,
  about: string,
  line?: string,
): RefusedError {
  const places = otherPlaces(parts).join(' or ');
  const owner = tenantOfChannel(parts.inventory, channel);
  const sentence =
    owner === undefined
      ? `#${channel} is not one of my channels. Ask in ${places}.`
      : `#${channel} is the channel of tenant ${owner} alone: ask about ${about} in ${places}.`;
  return new RefusedError('channel', sentence, line);
}
