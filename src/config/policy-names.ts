import type { z } from 'zod';
import type { Policy } from '../../approvals/policy';
import type { Inventory } from '../world/inventory';
import { operations } from '../ops/catalog';
import type { peopleSchema } from '../world/people';

/**
 * A slip in a name makes a rule match nothing, silently: fewer eyes on a change, and nobody is told. So each name of a
 * policy must be one that is there. Resolves with a sentence for each that is not.
 */
export function namesThatMatchNothing(
  policy: Policy,
  people: z.infer<typeof peopleSchema>,
  inventory: Inventory,
): string[] {
  const groups = new Set(Object.values(people).flatMap((person) => person.groups));
  const known = {
    operation: new Set(operations.map(({ name }) => name)),
    tenant: new Set(Object.keys(inventory.tenants)),
    gateway: new Set(Object.keys(inventory.gateways)),
  };
  const problems: string[] = [];
  const need = (where: string, kind: keyof typeof known, names: readonly string[] = []) => {
    for (const name of names.filter((one) => !known[kind].has(one))) {
      problems.push(
        `policy: ${where}: there is no ${kind} called ${name}, so it would never match`,
      );
    }
  };
  const needGroups = (where: string, names: readonly string[] = []) => {
    for (const name of names.filter((one) => !groups.has(one))) {
      problems.push(`policy: ${where}: nobody in people.yaml is in the group ${name}`);
    }
  };
  needGroups('readers', policy.readers);
  const { groups: called, trouble, quietHours } = policy.calls;
  needGroups('calls.groups', Object.keys(called));
  needGroups('calls.trouble', trouble);
  needGroups('calls.quietHours', quietHours?.groups);
  for (const [tenant, readers] of Object.entries(policy.tenantReaders)) {
    need('tenantReaders', 'tenant', [tenant]);
    needGroups(`tenantReaders of ${tenant}`, readers);
  }
  for (const { name, when, requesters, approvers } of policy.rules) {
    const where = `the rule "${name}"`;
    need(where, 'operation', when.operations);
    need(where, 'tenant', when.tenants);
    need(where, 'gateway', when.gateways);
    needGroups(where, [...requesters, ...approvers.map(({ group }) => group)]);
  }
  return problems;
}
