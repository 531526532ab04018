import { z } from 'zod';
import { criterionIdSchema } from './ids.ts';

export const feedbackFieldSchema = z.enum(['strength', 'gap', 'nextStep']);
export type FeedbackField = z.infer<typeof feedbackFieldSchema>;

const feedbackText = z.string().max(20_000);

/** What the earner is told: a strength, a gap and a next step. Empty text means nothing was said. */
export const feedbackSchema = z.object({ strength: feedbackText, gap: feedbackText, nextStep: feedbackText });
export type Feedback = z.infer<typeof feedbackSchema>;

/** Feedback released on an earlier attempt, shown beside the new evidence. */
export const priorFeedbackSchema = z.object({
  attempt: z.number().int().min(1),
  overall: feedbackSchema,
  criteria: z.array(feedbackSchema.extend({ criterionId: criterionIdSchema, score: z.number().nullable() })),
});
export type PriorFeedback = z.infer<typeof priorFeedbackSchema>;
