/** What one check of the doctor found. `note` is worth knowing and stops nothing. */
export interface Finding {
  is: 'ok' | 'note' | 'bad';
  what: string;
  /** When it is bad: what to do about it. */
  sentence: string;
}

/** All is well: the sentence says what was seen. */
export const ok = (what: string, sentence: string): Finding => ({ is: 'ok', what, sentence });

/** Worth knowing, and no reason to stop. */
export const note = (what: string, sentence: string): Finding => ({ is: 'note', what, sentence });

/** The bot cannot work like that: the sentence says what to do. */
export const bad = (what: string, sentence: string): Finding => ({ is: 'bad', what, sentence });
