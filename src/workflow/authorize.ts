import { firstUnmet, mayRead, mayRequest } from '../../approvals/decide';
import type { Finding } from '../../approvals/finding';
import type { Plan, Risk } from '../../approvals/plan';
import type { PolicyInForce } from '../../approvals/policy';
import type { ChangeRequest } from '../../approvals/request';
import { UserError } from '../errors';
import { tenantOfChannel } from '../inventory';
import type { Operation } from '../ops/operation';
import type { Person } from '../people';
import type { Place } from '../ports';
import type { Records } from './parts';

/** This person may read here. @throws UserError with the rule that is not met */
export function requireReader(parts: Records, person: Person): void {
  const finding = mayRead(parts.policy, person.id, parts.people);
  if (!finding.met) throw new UserError(finding.sentence);
}

/**
 * This person, this tenant, this operation, under the policy. What is in force for it is returned.
 * @throws UserError with the rule that is not met
 */
export function requireRequester(
  parts: Records,
  person: Person,
  operation: Operation,
  about: { tenant: string | undefined; gateway: string },
): PolicyInForce | undefined {
  if (operation.kind === 'query') {
    requireReader(parts, person);
    return undefined;
  }
  const { tenant, gateway } = about;
  const tenants = tenant === undefined ? [] : [tenant];
  const subject = { operation: operation.name, risk: operation.risk, tenants, gateway };
  const { findings, policy } = mayRequest(parts.policy, subject, person.id, parts.people);
  const unmet = firstUnmet(findings);
  if (unmet !== undefined) throw new UserError(unmet.sentence);
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

/**
 * The channel fits the tenant: in a tenant's channel only that tenant is spoken of, and changes are asked where
 * others see them. Returns the channel's name, or undefined in a direct conversation.
 * @throws UserError
 */
export function requireChannel(
  parts: Records,
  where: Place,
  operation: Operation,
  tenant: string | undefined,
): string | undefined {
  const name = parts.channels.nameOf(where);
  const places = parts.channels.operations().map((channel) => `#${channel}`);
  if (name === undefined) {
    if (operation.kind === 'query') return undefined;
    throw new UserError(
      `A change is asked where its approvers see it: in ${places.join(' or ')}, or in the tenant's channel.`,
    );
  }
  if (parts.channels.isOperations(name)) return name;
  const owner = tenantOfChannel(parts.inventory, name);
  if (owner === undefined) {
    throw new UserError(`#${name} is not one of my channels. Ask in ${places.join(' or ')}.`);
  }
  if (tenant !== owner) {
    throw new UserError(
      `#${name} is the channel of tenant ${owner}: ask about ${tenant ?? 'a whole gateway'} in ${places.join(' or ')}.`,
    );
  }
  return name;
}
