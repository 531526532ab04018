import { z } from 'zod';
import { assertNever } from '../lib/assert-never.ts';
import type { Criterion } from './rubric.ts';

/** When a submission earns the micro-credential: every criterion at a minimum, or a weighted mean over a floor. */
export const decisionRuleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('minimum-each'), minimum: z.number() }),
  z.object({ kind: z.literal('mean'), minimum: z.number(), floor: z.number() }),
]);

export type DecisionRule = z.infer<typeof decisionRuleSchema>;

export type Decision = 'met' | 'not-met' | 'undecided';

/**
 * Applies the rule to one review. `scoreOf` gives null where a criterion has no score (a condition code stands instead);
 * then nothing is decided. The mean is weighted by the criteria's weights and compared at 1e-9.
 */
export const decide = (
  rule: DecisionRule,
  criteria: readonly Criterion[],
  scoreOf: (criterion: Criterion) => number | null,
): Decision => {
  const scores = criteria.map((criterion) => ({ weight: criterion.weight, score: scoreOf(criterion) }));
  if (scores.length === 0 || scores.some(({ score }) => score === null)) return 'undecided';
  const known = scores.map(({ weight, score }) => ({ weight, score: score ?? 0 }));
  switch (rule.kind) {
    case 'minimum-each':
      return known.every(({ score }) => score >= rule.minimum) ? 'met' : 'not-met';
    case 'mean': {
      const weights = known.reduce((sum, { weight }) => sum + weight, 0);
      const mean = known.reduce((sum, { weight, score }) => sum + weight * score, 0) / weights;
      const floored = known.every(({ score }) => score >= rule.floor);
      return floored && mean >= rule.minimum - 1e-9 ? 'met' : 'not-met';
    }
    default:
      return assertNever(rule);
  }
};
