/** What a rule found, said so that the card can show it, met or not. */
export interface Finding {
  rule: string;
  met: boolean;
  sentence: string;
}
