import type { ChangeRequest } from '../../../approvals/request';

/** What a request is about, when that is one site of a tenant. */
export function siteOf({
  args,
}: Pick<ChangeRequest, 'args'>): { tenant: string; site: string } | undefined {
  const { tenant, site } = args;
  return typeof tenant === 'string' && typeof site === 'string' ? { tenant, site } : undefined;
}
