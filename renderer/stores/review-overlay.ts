import type { Annotation } from '../../shared/domain/annotation.ts';
import type { CriterionReview, ReviewContent } from '../../shared/domain/review.ts';
import { operationKey, type ReviewOperation } from '../../shared/domain/review-operation.ts';

type Condition = ReviewContent['conditions'][number];

/** Citations that edits put (or, null, removed), by id. */
type CitationChanges = ReadonlyMap<string, Annotation | null>;

type OtherOperation = Exclude<ReviewOperation, { readonly op: 'annotation.put' | 'annotation.remove' }>;

/**
 * Content with edits laid over it, in their order. This is what the reviewer sees: what was committed, and on top what
 * was typed since. Nothing is changed in place; parts that no edit touches stay the same objects. Citations are laid
 * over all at once, so that many edits of many citations cost one pass.
 */
export const applyOperations = (
  content: ReviewContent,
  operations: Iterable<ReviewOperation>,
): ReviewContent => {
  let result = content;
  const changes = new Map<string, Annotation | null>();
  for (const operation of operations) {
    if (operation.op === 'annotation.put') changes.set(operation.annotation.id, operation.annotation);
    else if (operation.op === 'annotation.remove') changes.set(operation.annotationId, null);
    else result = applied(result, operation);
  }
  if (changes.size === 0) return result;
  return { ...result, annotations: withCitations(content.annotations, changes) };
};

const withCitations = (annotations: readonly Annotation[], changes: CitationChanges): Annotation[] => {
  const known = new Set<string>();
  const kept: Annotation[] = [];
  for (const annotation of annotations) {
    const change = changes.get(annotation.id);
    if (change !== undefined) known.add(annotation.id);
    if (change !== null) kept.push(change ?? annotation);
  }
  const before = kept.length;
  for (const [id, change] of changes) if (change !== null && !known.has(id)) kept.push(change);
  return kept.length === before ? kept : kept.sort((a, b) => (a.id < b.id ? -1 : 1));
};

const applied = (content: ReviewContent, operation: OtherOperation): ReviewContent => {
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
