import { z } from 'zod';
import { assignmentIdSchema, instantSchema } from '../domain/ids.ts';
import { reviewDifferenceSchema, reviewEntrySchema } from '../domain/review-differences.ts';
import { problemSchema } from './sync-status.ts';

/** Who wrote what stands at the hub, and when the hub received it. `name` may be empty: the hub does not know it. */
const writtenSchema = z.object({ name: z.string(), here: z.boolean(), receivedAt: instantSchema });

/** Words written on this device where other words stand now: another device of the reviewer wrote later. */
export const overtakenSchema = reviewEntrySchema
  .omit({ value: true })
  .extend({ mine: z.string(), theirs: z.string().nullable(), by: writtenSchema });
export type Overtaken = z.infer<typeof overtakenSchema>;

/**
 * A final review that the hub refused, beside what stands now: because it has edits this device did not have, or because
 * another final counts for good (`already-finalised`; then beside what stands at the hub).
 */
export const refusedFinalSchema = z.object({
  eventId: z.string(),
  assignmentId: assignmentIdSchema,
  submissionCode: z.string(),
  submittedAt: instantSchema,
  problem: problemSchema,
  /** When it was submitted anew, or taken back to work; null while it holds the review up. */
  settledAt: instantSchema.nullable(),
  /** `before`: as it was submitted; `after`: as it stands on this device. `by` null: the hub has no such edit. */
  differences: z.array(
    z.object({
      difference: reviewDifferenceSchema,
      by: writtenSchema.nullable(),
      /** The words for the criterion and the condition; null where there is none, or not any more. */
      criterion: z.string().nullable(),
      condition: z.string().nullable(),
    }),
  ),
  /** How much is missing for submitting what stands now. */
  gaps: z.number().int(),
  /** Names the state that was compared: see `review.resolveRefused`. */
  arrivals: z.number().int(),
});
export type RefusedFinal = z.infer<typeof refusedFinalSchema>;
