import type { Person } from '../people';
import type { Answer, Place } from '../ports';
import type { ChatParts } from '../workflow/parts';

/** One thing that a known person said, pressed or filled in. */
export interface Heard {
  parts: ChatParts;
  person: Person;
  where: Place;
  answer: Answer;
}
