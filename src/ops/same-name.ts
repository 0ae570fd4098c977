/** Do two names mean one thing? PowerShell takes and prints them in whatever case. */
export function sameName(a: string, b: string): boolean {
  return foldName(a) === foldName(b);
}

/** What names that mean one thing have in common: to look one up among many. */
export function foldName(name: string): string {
  return name.toLowerCase();
}

/**
 * A name of ours that the gateway printed, in our spelling: two of its cmdlets may print one name in two ways, and
 * before a thing is made, or after it is gone, there is nothing there that spells it.
 */
export function spelledAs(ours: string, found: string): string {
  return sameName(ours, found) ? ours : found;
}
