import { type Activity, tenantsOf } from './activity';

/** Why a request is not taken: 401 nobody vouches for it, 403 it is not from here. */
export interface Refusal {
  status: 401 | 403;
  why: string;
}

/** A person of another tenant is no colleague, whoever signed. */
export function refuseForeigner(activity: Activity, tenantId: string): Refusal | undefined {
  const tenants = tenantsOf(activity);
  const isOwn = (tenant: string) => tenant.toLowerCase() === tenantId.toLowerCase();
  if (tenants.length > 0 && tenants.every(isOwn)) return undefined;
  return { status: 403, why: `tenant ${tenants.join(', ') || 'not told'}` };
}

/** Answers go where the activity says, with the bot's token: to Teams and nowhere else, whoever signed. */
export function refuseAddress(
  { serviceUrl }: Activity,
  isOfTeams: (address: string) => boolean,
): Refusal | undefined {
  if (isOfTeams(serviceUrl)) return undefined;
  return { status: 403, why: `the service URL ${serviceUrl} is not of Teams` };
}
