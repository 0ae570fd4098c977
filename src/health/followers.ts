import type { Verdict } from '../ports/health';

/** Unknown is not well: nobody may be told that something is up because it could not be read. */
export function isWell({ health }: Verdict): boolean {
  return health === 'healthy';
}

/** All that is as it is because of that one, directly or through others. */
export function followers(key: string, verdicts: readonly Verdict[]): Verdict[] {
  const found = new Set([key]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const { key: one, because } of verdicts) {
      if (because !== undefined && found.has(because)) found.add(one);
    }
  }
  return verdicts.filter((one) => one.key !== key && found.has(one.key));
}
