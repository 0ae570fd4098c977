/** What one check of the doctor found. `note` is worth knowing and stops nothing. */
export interface Finding {
  is: 'ok' | 'note' | 'bad';
  what: string;
  /** When it is bad: what to do about it. */
  sentence: string;
}

export const ok = (what: string, sentence: string): Finding => ({ is: 'ok', what, sentence });
export const note = (what: string, sentence: string): Finding => ({ is: 'note', what, sentence });
export const bad = (what: string, sentence: string): Finding => ({ is: 'bad', what, sentence });
