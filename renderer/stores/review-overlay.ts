import type { CriterionReview, ReviewContent } from '../../shared/domain/review.ts';
import { operationKey, type ReviewOperation } from '../../shared/domain/review-operation.ts';

type Condition = ReviewContent['conditions'][number];

/**
 * Content with edits laid over it, in their order. This is what the reviewer sees: what was committed, and on top what
 * was typed since. Nothing is changed in place; parts that no edit touches stay the same objects.
 */
export const applyOperations = (
  content: ReviewContent,
  operations: Iterable<ReviewOperation>,
): ReviewContent => {
  let result = content;
  for (const operation of operations) result = applied(result, operation);
  return result;
};

const applied = (content: ReviewContent, operation: ReviewOperation): ReviewContent => {
  switch (operation.op) {
    case 'score.set':
      return withCriterion(content, operation.criterionId, (one) => ({ ...one, score: operation.score }));
    case 'rationale.set':
      return withCriterion(content, operation.criterionId, (one) => ({ ...one, rationale: operation.text }));
    case 'feedback.set': {
      const change = { [operation.field]: operation.text };
      if (operation.criterionId === null) return { ...content, overall: { ...content.overall, ...change } };
      return withCriterion(content, operation.criterionId, (one) => ({
        ...one,
        feedback: { ...one.feedback, ...change },
      }));
    }
    case 'condition.set': {
      const chosen = operation.present ? { code: operation.code, note: operation.note } : null;
      if (operation.criterionId === null) {
        return { ...content, conditions: withCondition(content.conditions, operation.code, chosen) };
      }
      return withCriterion(content, operation.criterionId, (one) => ({
        ...one,
        conditions: withCondition(one.conditions, operation.code, chosen),
      }));
    }
    case 'annotation.put': {
      const { annotation } = operation;
      const others = content.annotations.filter(({ id }) => id !== annotation.id);
      return { ...content, annotations: [...others, annotation].sort((a, b) => (a.id < b.id ? -1 : 1)) };
    }
    case 'annotation.remove':
      return {
        ...content,
        annotations: content.annotations.filter(({ id }) => id !== operation.annotationId),
      };
  }
};

const withCriterion = (
  content: ReviewContent,
  criterionId: string,
  change: (criterion: CriterionReview) => CriterionReview,
): ReviewContent => ({
  ...content,
  criteria: content.criteria.map((one) => (one.criterionId === criterionId ? change(one) : one)),
});

const withCondition = (
  conditions: readonly Condition[],
  code: string,
  chosen: Condition | null,
): Condition[] => {
  const others = conditions.filter((one) => one.code !== code);
  return chosen === null ? others : [...others, chosen].sort((a, b) => (a.code < b.code ? -1 : 1));
};

/** Edits by the key they write; a later edit of a key takes the place of the earlier one and goes to the end. */
export type PendingEdits = ReadonlyMap<string, ReviewOperation>;

export const addEdit = (edits: PendingEdits, operation: ReviewOperation): PendingEdits => {
  const next = new Map(edits);
  const key = operationKey(operation);
  next.delete(key);
  return next.set(key, operation);
};
