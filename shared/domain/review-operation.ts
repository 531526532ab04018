import { z } from 'zod';
import { annotationSchema } from './annotation.ts';
import { feedbackFieldSchema } from './feedback.ts';
import { stampSchema } from './hybrid-clock.ts';
import { annotationIdSchema, criterionIdSchema } from './ids.ts';

/** One edit of a review. Each sets the whole value under one key, so that edits of two devices merge by key. */
export const reviewOperationSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('score.set'), criterionId: criterionIdSchema, score: z.number().nullable() }),
  z.object({ op: z.literal('rationale.set'), criterionId: criterionIdSchema, text: z.string().max(20_000) }),
  z.object({
    op: z.literal('feedback.set'),
    /** null: feedback on the submission as a whole. */
    criterionId: criterionIdSchema.nullable(),
    field: feedbackFieldSchema,
    text: z.string().max(20_000),
  }),
  z.object({
    op: z.literal('condition.set'),
    /** null: a condition of the whole submission. */
    criterionId: criterionIdSchema.nullable(),
    code: z.string().min(1).max(40),
    present: z.boolean(),
    note: z.string().max(4000),
  }),
  z.object({ op: z.literal('annotation.put'), annotation: annotationSchema }),
  z.object({ op: z.literal('annotation.remove'), annotationId: annotationIdSchema }),
]);
export type ReviewOperation = z.infer<typeof reviewOperationSchema>;

export const stampedOperationSchema = z.object({ stamp: stampSchema, operation: reviewOperationSchema });
export type StampedOperation = z.infer<typeof stampedOperationSchema>;

/** The key an operation writes. Two operations with one key: the later stamp wins. */
export const operationKey = (operation: ReviewOperation): string => {
  switch (operation.op) {
    case 'score.set':
      return `score:${operation.criterionId}`;
    case 'rationale.set':
      return `rationale:${operation.criterionId}`;
    case 'feedback.set':
      return `feedback:${operation.field}:${operation.criterionId ?? ''}`;
    case 'condition.set':
      return `condition:${operation.code}:${operation.criterionId ?? ''}`;
    case 'annotation.put':
      return `annotation:${operation.annotation.id}`;
    case 'annotation.remove':
      return `annotation:${operation.annotationId}`;
  }
};

/**
 * Last writer wins per key: commutative, associative, idempotent. Equal stamps can only be the same operation (a stamp
 * names its device), so keeping either is the same.
 */
export const laterOperation = (a: StampedOperation | undefined, b: StampedOperation): StampedOperation =>
  a !== undefined && a.stamp >= b.stamp ? a : b;
