import { z } from 'zod';
import { annotationIdSchema, type CriterionId, criterionIdSchema } from './ids.ts';
import type { CriterionReview, ReviewContent } from './review.ts';
import { operationKey, type ReviewOperation } from './review-operation.ts';

/** One thing a review says, where people look for it. */
export const reviewEntrySchema = z.object({
  /** The key its edits have. */
  key: z.string(),
  /** Null: of the submission as a whole. */
  criterionId: criterionIdSchema.nullable(),
  field: z.enum(['score', 'rationale', 'strength', 'gap', 'nextStep', 'condition', 'annotation']),
  /** Which condition. */
  code: z.string().nullable(),
  /** Which annotation. */
  annotationId: annotationIdSchema.nullable(),
  /** The score, the text, or the note of a condition or an annotation. */
  value: z.union([z.number(), z.string()]),
});
export type ReviewEntry = z.infer<typeof reviewEntrySchema>;

/** Where two versions of a review say something else. Null: one of them does not say it. */
export const reviewDifferenceSchema = reviewEntrySchema.omit({ value: true }).extend({
  before: reviewEntrySchema.shape.value.nullable(),
  after: reviewEntrySchema.shape.value.nullable(),
});
export type ReviewDifference = z.infer<typeof reviewDifferenceSchema>;

/** Everything a review says, in the order of the rubric, then of the submission as a whole, then the annotations. */
export const reviewEntries = (content: ReviewContent): ReviewEntry[] => [
  ...content.criteria.flatMap(criterionEntries),
  ...feedbackEntries(null, content.overall),
  ...conditionEntries(null, content.conditions),
  ...content.annotations.flatMap((annotation) => entryOf({ op: 'annotation.put', annotation }) ?? []),
];

/** What an edit makes a review say; null where it takes something away. */
export const entryOf = (operation: ReviewOperation): ReviewEntry | null => {
  const plain = { key: operationKey(operation), code: null, annotationId: null };
  switch (operation.op) {
    case 'score.set':
      if (operation.score === null) return null;
      return { ...plain, criterionId: operation.criterionId, field: 'score', value: operation.score };
    case 'rationale.set':
      if (operation.text === '') return null;
      return { ...plain, criterionId: operation.criterionId, field: 'rationale', value: operation.text };
    case 'feedback.set':
      if (operation.text === '') return null;
      return { ...plain, criterionId: operation.criterionId, field: operation.field, value: operation.text };
    case 'condition.set': {
      const { criterionId, code, present, note } = operation;
      return present ? { ...plain, criterionId, field: 'condition', code, value: note } : null;
    }
    case 'annotation.put': {
      const { id, text, criterionIds } = operation.annotation;
      const criterionId = criterionIds[0] ?? null;
      return { ...plain, criterionId, field: 'annotation', annotationId: id, value: text };
    }
    case 'annotation.remove':
      return null;
  }
};

/** Where `after` says something else than `before`, in the order of a review's entries. */
export const reviewDifferences = (before: ReviewContent, after: ReviewContent): ReviewDifference[] => {
  const earlier = new Map(reviewEntries(before).map((entry) => [entry.key, entry]));
  const later = new Map(reviewEntries(after).map((entry) => [entry.key, entry]));
  const placesBefore = annotationTexts(before);
  const placesAfter = annotationTexts(after);
  const keys = new Set([...later.keys(), ...earlier.keys()]);
  return [...keys].flatMap((key) => {
    const [was, is] = [earlier.get(key), later.get(key)];
    const named = is ?? was;
    if (named === undefined) return [];
    if (was?.value === is?.value && placesBefore.get(key) === placesAfter.get(key)) return [];
    const { value: _, ...where } = named;
    return [{ ...where, before: was?.value ?? null, after: is?.value ?? null }];
  });
};

/** Annotations whole: one may have moved, or speak for another criterion, under the same words. */
const annotationTexts = ({ annotations }: ReviewContent): ReadonlyMap<string, string> =>
  new Map(
    annotations.map((annotation) => [
      operationKey({ op: 'annotation.put', annotation }),
      JSON.stringify([annotation.locator, annotation.criterionIds, annotation.artifactId]),
    ]),
  );

const criterionEntries = ({ criterionId, score, rationale, ...rest }: CriterionReview): ReviewEntry[] => [
  ...present({ op: 'score.set', criterionId, score }),
  ...present({ op: 'rationale.set', criterionId, text: rationale }),
  ...feedbackEntries(criterionId, rest.feedback),
  ...conditionEntries(criterionId, rest.conditions),
];

const feedbackEntries = (
  criterionId: CriterionId | null,
  feedback: ReviewContent['overall'],
): ReviewEntry[] =>
  (['strength', 'gap', 'nextStep'] as const).flatMap((field) =>
    present({ op: 'feedback.set', criterionId, field, text: feedback[field] }),
  );

const conditionEntries = (
  criterionId: CriterionId | null,
  conditions: ReviewContent['conditions'],
): ReviewEntry[] =>
  conditions.flatMap(({ code, note }) =>
    present({ op: 'condition.set', criterionId, code, present: true, note }),
  );

const present = (operation: ReviewOperation): ReviewEntry[] => {
  const entry = entryOf(operation);
  return entry === null ? [] : [entry];
};
