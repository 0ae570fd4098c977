import { z } from 'zod';
import type { PsValue, TargetAnswer } from '../../ports';

/** Output is whatever the cmdlet returned: the CLIXML reader made it plain data already. */
const output = z.array(z.custom<PsValue>());

const targetAnswer = z.object({
  name: z.string(),
  outcome: z.enum(['answered', 'unreachable', 'timeout', 'died']),
  message: z.string(),
  stuck: z.boolean(),
  results: z.array(
    z.object({
      output,
      errors: z.array(
        z.object({
          errorId: z.string(),
          category: z.string(),
          message: z.string(),
          terminating: z.boolean(),
        }),
      ),
      warnings: z.array(z.string()),
      durationMs: z.number(),
    }),
  ),
});

const answer = z.object({ targets: z.array(targetAnswer) });

/**
 * The answers of a batch. `stuck`: a cmdlet in the process could not be stopped, so the process has to end.
 * Throws when the answer is not of this shape.
 */
export function readAnswers(value: PsValue): { answers: TargetAnswer[]; stuck: boolean } {
  const { targets } = answer.parse(value);
  const answers = targets.map(({ name, outcome, message, results }): TargetAnswer => {
    if (outcome === 'answered') return { target: name, outcome, results };
    return { target: name, outcome, message, results };
  });
  return { answers, stuck: targets.some(({ stuck }) => stuck) };
}
