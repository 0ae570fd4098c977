/**
 * Which groups a person is in, now. Undefined when that can't be told: then nobody is let through,
 * because a rule that can't be checked is a rule that is not met.
 */
export interface Directory {
  groupsOf(person: string): readonly string[] | undefined;
}
