import { z } from 'zod';
import { callsSchema, usualCalls } from './calls';
import type { Risk } from './plan';

const name = z.string().min(1).max(80);
const minutes = z.number().int().positive();

const match = z.strictObject({
  operations: z.array(name).min(1).optional(),
  tenants: z.array(name).min(1).optional(),
  gateways: z.array(name).min(1).optional(),
  risk: z
    .array(z.enum(['none', 'tenant', 'gateway']))
    .min(1)
    .optional(),
});

/** One rule of a policy file. Its name is a sentence, because people read it on the card. */
const ruleSchema = z.strictObject({
  name: z.string().min(10),
  when: match.default({}),
  /** Groups whose members may ask. */
  requesters: z.array(name).min(1),
  /** Every entry must be met: so many different people out of that group. */
  approvers: z.array(z.strictObject({ group: name, count: z.number().int().min(1).max(9) })).min(1),
  expires: z.strictObject({ afterMinutes: minutes, warnMinutesBefore: minutes }),
  confirmWithinMinutes: minutes,
  /** A gateway that cannot be read is read again for so long before a person is left with it: a day, unless said. */
  readAgainForMinutes: minutes.optional(),
});

export const policySchema = z.strictObject({
  version: z.literal(1),
  /** Groups whose members may read of every tenant: list, show, history. Whoever may ask for a change should be in one. */
  readers: z.array(name).min(1),
  /** The same for one tenant alone: its name, and the groups that may read of it and of no other. */
  tenantReaders: z.record(name, z.array(name).min(1)).default({}),
  /** Who is called by name in a request's thread, and when nobody is. */
  calls: callsSchema.default(usualCalls),
  rules: z.array(ruleSchema).min(1),
});

/** For so long a gateway is read again where a rule does not say, in milliseconds. */
export const usualReadAgainMs = 24 * 3_600_000;

export type Policy = z.infer<typeof policySchema>;
export type PolicyRule = Policy['rules'][number];

/** What a request must meet: all matching rules folded together, the strictest of each. Stored with the request. */
export interface PolicyInForce {
  /** The names of the rules that matched. */
  rules: string[];
  /** Somebody must be in one group of every list. */
  requesters: string[][];
  approvers: { group: string; count: number }[];
  expiresAfterMs: number;
  warnBeforeMs: number;
  confirmWithinMs: number;
  /** Absent in records of older versions. */
  readAgainForMs?: number;
}

export interface PolicySubject {
  operation: string;
  /** All that it is about and touches; none when that is not known yet, or nobody's. */
  tenants: readonly string[];
  gateway: string;
  risk: Risk;
}

function covers(list: readonly string[] | undefined, value: string | undefined): boolean {
  return list === undefined || (value !== undefined && list.includes(value));
}

function matches(rule: PolicyRule, subject: PolicySubject, tenant: string | undefined): boolean {
  const { when } = rule;
  return (
    covers(when.operations, subject.operation) &&
    covers(when.tenants, tenant) &&
    covers(when.gateways, subject.gateway) &&
    covers(when.risk, subject.risk)
  );
}

/** What a subject is about, one by one: its tenants, or the gateway alone. */
function partsOf({ tenants }: PolicySubject): (string | undefined)[] {
  return tenants.length === 0 ? [undefined] : [...new Set(tenants)];
}

/** What no rule covers: a tenant's name each, or undefined for the gateway itself. */
export function uncovered(policy: Policy, subject: PolicySubject): (string | undefined)[] {
  return partsOf(subject).filter(
    (tenant) => !policy.rules.some((rule) => matches(rule, subject, tenant)),
  );
}

/**
 * The policy that holds for a subject: of all rules that match for any of its tenants, the strictest of each. Undefined
 * when no rule matches, or none for one of them: a rule that lets one tenant be changed lets no other be changed along.
 */
export function policyInForce(policy: Policy, subject: PolicySubject): PolicyInForce | undefined {
  if (uncovered(policy, subject).length > 0) return undefined;
  const parts = partsOf(subject);
  const rules = policy.rules.filter((rule) =>
    parts.some((tenant) => matches(rule, subject, tenant)),
  );
  const approvers = new Map<string, number>();
  for (const need of rules.flatMap((rule) => rule.approvers)) {
    approvers.set(need.group, Math.max(need.count, approvers.get(need.group) ?? 0));
  }
  const least = (pick: (rule: PolicyRule) => number) => Math.min(...rules.map(pick)) * 60_000;
  return {
    rules: rules.map((rule) => rule.name),
    requesters: rules.map((rule) => rule.requesters),
    approvers: [...approvers].map(([group, count]) => ({ group, count })),
    expiresAfterMs: least((rule) => rule.expires.afterMinutes),
    warnBeforeMs: Math.max(...rules.map((rule) => rule.expires.warnMinutesBefore)) * 60_000,
    confirmWithinMs: least((rule) => rule.confirmWithinMinutes),
    readAgainForMs: least((rule) => rule.readAgainForMinutes ?? usualReadAgainMs / 60_000),
  };
}
