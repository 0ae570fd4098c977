import { z } from 'zod';
import type { PsValue, TargetAnswer } from '../../ports';

/** Output is whatever the cmdlet returned: the CLIXML reader made it plain data already. */
const output = z.array(z.custom<PsValue>(() => true));
const error = z.tuple([z.string(), z.string(), z.string(), z.boolean()]);
const result = z.tuple([output, z.array(error), z.array(z.string()), z.number()]);
const outcome = z.enum(['answered', 'unreachable', 'timeout', 'died']);
const answers = z.array(z.tuple([z.string(), outcome, z.string(), z.boolean(), z.array(result)]));

/**
 * The answers of a batch, from the lists of boundary/batch.ps1. `stuck`: a cmdlet in the process could not be
 * stopped, so the process has to end. Throws when the answer is not of this shape.
 */
export function readAnswers(value: PsValue): { answers: TargetAnswer[]; stuck: boolean } {
  const targets = answers.parse(value);
  return {
    stuck: targets.some(([, , , stuck]) => stuck),
    answers: targets.map(([target, ended, message, , listed]): TargetAnswer => {
      const results = listed.map(([returned, errors, warnings, durationMs]) => ({
        output: returned,
        errors: errors.map(([errorId, category, text, terminating]) => {
          return { errorId, category, message: text, terminating };
        }),
        warnings,
        durationMs,
      }));
      return ended === 'answered'
        ? { target, outcome: ended, results }
        : { target, outcome: ended, message, results };
    }),
  };
}
