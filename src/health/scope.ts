import type { Verdict } from '../ports/health';
import { spoken } from '../said';

/** Who reads it: everybody who operates all tenants, or the people of one, who never read of another. */
export interface Scope {
  tenant: string | undefined;
}

/** May readers of that scope be told of it? What belongs to no tenant is for those who operate all of them. */
export function isOf({ tenant }: Scope, verdict: Verdict): boolean {
  return tenant === undefined || verdict.tenant === tenant;
}

/** What of a verdict is said there. */
export function sentenceFor({ tenant }: Scope, verdict: Verdict): string {
  return spoken(verdict, tenant === undefined);
}
