import { z } from 'zod';
import { type Annotation, annotationSchema } from './annotation.ts';
import { feedbackSchema } from './feedback.ts';
import { type CriterionId, criterionIdSchema } from './ids.ts';
import type { MicroCredential } from './micro-credential.ts';
import type { StampedOperation } from './review-operation.ts';
import { allowedScores } from './rubric.ts';

const chosenConditionSchema = z.object({ code: z.string().min(1).max(40), note: z.string().max(4000) });
export type ChosenCondition = z.infer<typeof chosenConditionSchema>;

/** One criterion of a review: the score with its rationale, or the conditions for which there is none. */
export const criterionReviewSchema = z.object({
  criterionId: criterionIdSchema,
  score: z.number().nullable(),
  rationale: z.string().max(20_000),
  feedback: feedbackSchema,
  conditions: z.array(chosenConditionSchema),
});
export type CriterionReview = z.infer<typeof criterionReviewSchema>;

/** Everything one reviewer records on one assignment. Criteria in rubric order; lists sorted, so equal work is equal JSON. */
export const reviewContentSchema = z.object({
  criteria: z.array(criterionReviewSchema),
  overall: feedbackSchema,
  conditions: z.array(chosenConditionSchema),
  annotations: z.array(annotationSchema),
});
export type ReviewContent = z.infer<typeof reviewContentSchema>;

/** The content that a set of merged operations amounts to, for the given criteria (in rubric order). */
export const reviewContent = (
  criterionIds: readonly CriterionId[],
  operations: Iterable<StampedOperation>,
): ReviewContent => {
  const criteria = criterionIds.map(emptyCriterion);
  const byId = new Map(criteria.map((criterion) => [criterion.criterionId, criterion]));
  const content: ReviewContent = { criteria, overall: emptyFeedback(), conditions: [], annotations: [] };
  for (const { operation } of operations) {
    switch (operation.op) {
      case 'score.set':
        setOn(byId.get(operation.criterionId), { score: operation.score });
        break;
      case 'rationale.set':
        setOn(byId.get(operation.criterionId), { rationale: operation.text });
        break;
      case 'feedback.set':
        setOn(operation.criterionId === null ? content.overall : byId.get(operation.criterionId)?.feedback, {
          [operation.field]: operation.text,
        });
        break;
      case 'condition.set': {
        const target = operation.criterionId === null ? content : byId.get(operation.criterionId);
        if (operation.present) target?.conditions.push({ code: operation.code, note: operation.note });
        break;
      }
      case 'annotation.put':
        content.annotations.push(operation.annotation);
        break;
      case 'annotation.remove':
        break;
    }
  }
  content.annotations.sort(byIdOrder);
  for (const holder of [content, ...criteria]) holder.conditions.sort((a, b) => compare(a.code, b.code));
  return content;
};

/** How many of these criteria have a score or a condition, by merged operations. */
export const scoredCriteria = (
  criterionIds: readonly CriterionId[],
  operations: Iterable<StampedOperation>,
): number => {
  const scored = new Set<string>();
  for (const { operation } of operations) {
    if (operation.op === 'score.set' && operation.score !== null) scored.add(operation.criterionId);
    if (operation.op === 'condition.set' && operation.present && operation.criterionId !== null) {
      scored.add(operation.criterionId);
    }
  }
  return criterionIds.filter((id) => scored.has(id)).length;
};

/** Something a review still needs before it can be submitted. `criterionId` null: the review as a whole. */
export type ReviewGap = {
  readonly kind:
    | 'score-missing'
    | 'score-not-allowed'
    | 'rationale-missing'
    | 'citation-missing'
    | 'feedback-missing';
  readonly criterionId: CriterionId | null;
};

/**
 * What is missing for a scored review under the micro-credential's policies, in rubric order. A criterion with a
 * condition code needs no score. At least one strength and one next step must be said somewhere.
 */
export const reviewGaps = (microCredential: MicroCredential, content: ReviewContent): ReviewGap[] => {
  const { policies, rubric } = microCredential;
  const cited = new Set(content.annotations.flatMap((annotation) => annotation.criterionIds));
  const gaps: ReviewGap[] = [];
  for (const criterion of rubric.criteria) {
    const review = content.criteria.find(({ criterionId }) => criterionId === criterion.id);
    const add = (kind: ReviewGap['kind']) => gaps.push({ kind, criterionId: criterion.id });
    if (review === undefined || (review.score === null && review.conditions.length === 0)) {
      add('score-missing');
      continue;
    }
    if (review.score === null) continue;
    if (!allowedScores(criterion, policies.halfPoints).includes(review.score)) add('score-not-allowed');
    if (policies.rationale === 'required' && review.rationale.trim() === '') add('rationale-missing');
    if (policies.citation === 'required' && !cited.has(criterion.id)) add('citation-missing');
  }
  const feedback = [content.overall, ...content.criteria.map((criterion) => criterion.feedback)];
  const says = (field: 'strength' | 'nextStep') => feedback.some((one) => one[field].trim() !== '');
  if (!says('strength') || !says('nextStep')) gaps.push({ kind: 'feedback-missing', criterionId: null });
  return gaps;
};

const emptyFeedback = () => ({ strength: '', gap: '', nextStep: '' });

const emptyCriterion = (criterionId: CriterionId): CriterionReview => ({
  criterionId,
  score: null,
  rationale: '',
  feedback: emptyFeedback(),
  conditions: [],
});

const setOn = <T extends object>(target: T | undefined, values: Partial<T>): void => {
  if (target !== undefined) Object.assign(target, values);
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byIdOrder = (a: Annotation, b: Annotation): number => compare(a.id, b.id);
