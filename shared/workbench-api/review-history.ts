import { z } from 'zod';
import { instantSchema } from '../domain/ids.ts';
import { reviewEntrySchema } from '../domain/review-differences.ts';

/** What one edit, or the edits of one stretch of typing, made a review say in one place. */
export const earlierVersionSchema = reviewEntrySchema.extend({
  /** The number of the last edit of it: names the version. */
  seq: z.number().int().min(1),
  /** By this computer's clock. */
  writtenAt: instantSchema,
  /** Null: it was taken away. */
  value: reviewEntrySchema.shape.value.nullable(),
  /** This is what the review says there now. */
  stands: z.boolean(),
});
export type EarlierVersion = z.infer<typeof earlierVersionSchema>;

/** Newest first. `next`: the number to ask on from; null: that was all. */
export const reviewHistorySchema = z.object({
  versions: z.array(earlierVersionSchema),
  next: z.number().int().nullable(),
});
export type ReviewHistory = z.infer<typeof reviewHistorySchema>;
