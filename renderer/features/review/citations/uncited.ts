import type { ReviewContent } from '../../../../shared/domain/review.ts';
import type { Criterion } from '../../../../shared/domain/rubric.ts';
import { type AnnotationIndex, citedFor } from './annotation-index.ts';

/** Whether a criterion has a score and nothing in the evidence is cited for it. */
export const isUncited = (
  criterion: Criterion,
  { criteria }: Pick<ReviewContent, 'criteria'>,
  citations: AnnotationIndex,
): boolean => {
  const review = criteria.find(({ criterionId }) => criterionId === criterion.id);
  return review?.score != null && citedFor(citations, criterion.id).length === 0;
};
