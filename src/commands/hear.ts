import { randomBytes } from 'node:crypto';
import {
  AuditBrokenError,
  RecordError,
  RefusedError,
  saidOf,
  UnavailableError,
  UserError,
} from '../errors';
import { failure, refusal } from '../messages/replies';
import type { Answer, Inbound } from '../ports/chat';
import type { Person } from '../world/people';
import type { ChatParts } from '../workflow/parts';
import { IllegalMoveError } from '../../approvals/request';
import { spoken } from '../said';
import { writeRefusal } from '../workflow/audit-refusal';
import { OutdatedError } from '../workflow/move';
import { reachIn } from '../workflow/reach';
import { tellWords } from '../workflow/tell-words';
import { onForm } from './on-form';
import { onLine } from './on-line';
import { onPress } from './on-press';
import type { Heard } from './heard';

/**
 * Take one event of either chat. Whatever happens, the person hears about it: what is wrong, where, what to do next;
 * our own faults with a reference that the log has too.
 */
export function createEars(parts: ChatParts) {
  return async (event: Inbound, answer: Answer): Promise<void> => {
    const { id, kind } = event;
    let person: Person | undefined;
    parts.log.info({ event: id, kind }, 'heard');
    try {
      if (!(await parts.taken.take(event))) return;
      person = parts.people.byAccount(event.from);
      if (person === undefined) {
        throw new UserError(
          `I don't know this account (${event.from.id}). Ask the bot's owner to add it to people.yaml.`,
        );
      }
      await dispatch({ parts, person, where: event.where, answer, ...besides(event) }, event);
    } catch (error) {
      await explain(parts, event, answer, { error, person });
    } finally {
      parts.log.info({ event: id, kind, person: person?.id }, 'answered');
    }
  };
}

/** What stands beside the words, and says what they are about. */
function besides(event: Inbound): Pick<Heard, 'on' | 'quotes'> {
  if (event.kind === 'press') return { on: event.on };
  const quotes = event.kind === 'command' ? event.quotes : undefined;
  return quotes === undefined ? {} : { quotes };
}

async function dispatch(heard: Heard, event: Inbound): Promise<void> {
  switch (event.kind) {
    case 'command':
      return onLine(heard, event.text);
    case 'press':
      return onPress(heard, event);
    case 'submit':
      return onForm(heard, event);
  }
}

/** What this person may be told here; what is left out of it goes to the operations channels. */
async function wordsFor(
  parts: ChatParts,
  { where }: Inbound,
  error: UserError,
  person: Person | undefined,
): Promise<string> {
  const said = saidOf(error);
  const open = person !== undefined && reachIn(parts, person, where) === 'all';
  if (!open && said.words !== undefined && person !== undefined) {
    const channel = parts.channels.nameOf(where);
    const about = `What ${person.id} asked ${channel === undefined ? 'directly' : `in #${channel}`}`;
    await tellWords(parts, said, about).catch((unsent: unknown) => {
      parts.log.error({ err: unsent, words: said.words }, 'the operators could not be told');
    });
  }
  return spoken(said, open);
}

async function explain(
  parts: ChatParts,
  event: Inbound,
  answer: Answer,
  { error, person }: { error: unknown; person: Person | undefined },
): Promise<void> {
  const say = async (message: Parameters<Answer['say']>[0]) => {
    try {
      await answer.say(message);
    } catch (unheard) {
      parts.log.warn({ event: event.id, err: unheard }, 'the answer could not be delivered');
    }
  };
  if (error instanceof RefusedError && person !== undefined) {
    await writeRefusal(parts, error, {
      by: person.id,
      chat: event.where.chat,
      line: error.line,
    });
  }
  if (error instanceof UserError) {
    return say(refusal(await wordsFor(parts, event, error, person), error.suggestions));
  }
  if (error instanceof OutdatedError || error instanceof IllegalMoveError) {
    return say(refusal(error.message, []));
  }
  const says = [UnavailableError, RecordError, AuditBrokenError].some(
    (kind) => error instanceof kind,
  );
  if (error instanceof Error && says) {
    parts.log.warn({ event: event.id, err: error }, error.message);
    return say(refusal(error.message, []));
  }
  const reference = randomBytes(4).toString('hex');
  parts.log.error({ event: event.id, reference, err: error }, 'a fault of the bot');
  return say(failure(reference));
}
