import type { ReviewContent } from './review.ts';
import type { ReviewOperation } from './review-operation.ts';

const feedbackFields = ['strength', 'gap', 'nextStep'] as const;

/**
 * The edits that say a content in full: merged alone they amount to it (`reviewContent`). What is empty is said too, since
 * something else may stand there; what need not be named (a condition, an annotation) only where it is present.
 */
export const operationsOf = (content: ReviewContent): ReviewOperation[] => [
  ...content.criteria.flatMap(
    ({ criterionId, score, rationale, feedback, conditions }): ReviewOperation[] => [
      { op: 'score.set', criterionId, score },
      { op: 'rationale.set', criterionId, text: rationale },
      ...restOf(criterionId, feedback, conditions),
    ],
  ),
  ...restOf(null, content.overall, content.conditions),
  ...content.annotations.map((annotation): ReviewOperation => ({ op: 'annotation.put', annotation })),
];

type Criterion = ReviewContent['criteria'][number];

const restOf = (
  criterionId: Criterion['criterionId'] | null,
  feedback: Criterion['feedback'],
  conditions: Criterion['conditions'],
): ReviewOperation[] => [
  ...feedbackFields.map(
    (field): ReviewOperation => ({ op: 'feedback.set', criterionId, field, text: feedback[field] }),
  ),
  ...conditions.map(
    ({ code, note }): ReviewOperation => ({ op: 'condition.set', criterionId, code, present: true, note }),
  ),
];

/** The edit under the same key that takes away what another says. */
export const operationThatClears = (operation: ReviewOperation): ReviewOperation => {
  switch (operation.op) {
    case 'score.set':
      return { ...operation, score: null };
    case 'rationale.set':
    case 'feedback.set':
      return { ...operation, text: '' };
    case 'condition.set':
      return { ...operation, present: false, note: '' };
    case 'annotation.put':
      return { op: 'annotation.remove', annotationId: operation.annotation.id };
    case 'annotation.remove':
      return operation;
  }
};
