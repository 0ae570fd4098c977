import type { Verdict } from '../health-port';

/** Who reads it: everybody who operates all tenants, or the people of one, who never read of another. */
export interface Scope {
  tenant: string | undefined;
}

export function isOf({ tenant }: Scope, verdict: Verdict): boolean {
  return tenant === undefined || verdict.tenant === tenant;
}

/** The gateway's own words can name other tenants. */
export function sentenceFor({ tenant }: Scope, { sentence, discreet }: Verdict): string {
  return tenant === undefined ? sentence : (discreet ?? sentence);
}
