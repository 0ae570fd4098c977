import type { Person } from '../world/people';
import type { Answer, MessageRef, Place } from '../ports/chat';
import type { ChatParts } from '../workflow/parts';

/** One thing that a known person said, pressed or filled in. */
export interface Heard {
  parts: ChatParts;
  person: Person;
  where: Place;
  /** The message whose button it was. */
  on?: MessageRef;
  /** The id of the message that was quoted with it. */
  quotes?: string;
  answer: Answer;
}
