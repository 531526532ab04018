import { decide } from '../../shared/domain/decision-rule.ts';
import type { MicroCredential } from '../../shared/domain/micro-credential.ts';
import type { ReviewContent } from '../../shared/domain/review.ts';

/** What the scores of a final decide, by the micro-credential's rule. */
export const decisionOn = (microCredential: MicroCredential, content: ReviewContent) => {
  const scores = new Map(content.criteria.map(({ criterionId, score }) => [criterionId, score]));
  return decide(
    microCredential.decisionRule,
    microCredential.rubric.criteria,
    (criterion) => scores.get(criterion.id) ?? null,
  );
};
